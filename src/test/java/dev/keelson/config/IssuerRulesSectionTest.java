package dev.keelson.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keelson.enrollment.RateSettings;
import dev.keelson.enrollment.Rule;
import dev.keelson.enrollment.Rules;
import dev.keelson.issuer.ProfileName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerRulesSectionTest {
  private static final ProfileName APISERVER = new ProfileName("apiserver");
  private static final ProfileName BACKUP = new ProfileName("backup");
  private static final String SMALLEST =
      """
      allow:
        - uid: 0
          profiles: [apiserver]
      """;

  private record Read(Rules rules, RateSettings rate) {}

  private static Read read(String yaml) throws ConfigException {
    var faults = new Faults("keelson.yaml");
    Keys keys = Keys.of("allow", "admins", "rate");
    Section issuer = Section.root(YamlDocument.read(yaml, faults), keys, faults);
    var read =
        new Read(
            IssuerRulesSection.rules(issuer, Set.of(APISERVER, BACKUP)),
            IssuerRulesSection.rate(issuer));
    faults.throwIfAny();
    return read;
  }

  private static List<String> faults(String yaml) {
    return String.valueOf(
            assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(yaml))
                .actual()
                .getMessage())
        .lines()
        .toList();
  }

  @Test
  void readsEveryKey() throws Exception {
    var read =
        read(
            """
            rate: {per-hour: 120, burst: 20}
            admins: [0, 4294967294]
            allow:
              - uid: 0
                gid: 0
                unit: kube-apiserver.service
                profiles: [apiserver, backup]
              - {uid: 998, profiles: [backup]}
            """);
    assertThat(read.rate()).isEqualTo(new RateSettings(120, 20));
    assertThat(read.rules())
        .isEqualTo(
            new Rules(
                List.of(
                    new Rule(
                        0,
                        OptionalLong.of(0),
                        Optional.of("kube-apiserver.service"),
                        Set.of(APISERVER, BACKUP)),
                    new Rule(998, OptionalLong.empty(), Optional.empty(), Set.of(BACKUP))),
                Set.of(0L, 4_294_967_294L)));
  }

  @Test
  void hasDefaultsForAllButTheRules() throws Exception {
    var read = read(SMALLEST);
    assertThat(read.rate()).isEqualTo(new RateSettings(60, 10));
    assertThat(read.rules().admins()).containsExactly(0L);
    assertThat(read(SMALLEST + "rate: {burst: 3}").rate()).isEqualTo(new RateSettings(60, 3));
  }

  @Test
  void wantsRules() {
    assertThat(faults("rate: {burst: 3}"))
        .singleElement()
        .asString()
        .startsWith("keelson.yaml:1: allow: required, but missing; write a list of rules");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{profiles: [backup]} | allow[1].uid: required, but missing; write the user's number",
        "{uid: root, profiles: [backup]} | allow[1].uid: 'root' is not a numeric user id",
        "{uid: 4294967295, profiles: [backup]} | allow[1].uid: user ids are 0 to 4294967294",
        "{uid: 0, gid: -1, profiles: [backup]} | allow[1].gid: '-1' is not a numeric group id",
        "{uid: 0, gid: 4294967295, profiles: [backup]} | allow[1].gid: group ids are 0 to 429496729",
        "{uid: 0, unit: etcd, profiles: [backup]} | allow[1].unit: 'etcd' is not the whole name",
        "{uid: 0, units: a.service, profiles: [backup]} | allow[1].units: unknown key; did you",
        "{uid: 0} | allow[1].profiles: required, but missing; write those of issuer.profiles",
        "{uid: 0, profiles: []} | allow[1].profiles: an empty list; name at least one",
        "{uid: 0, profiles: backup} | allow[1].profiles: a text instead of a list",
        "{uid: 0, profiles: [B]} | allow[1].profiles: a profile's name is 1 to 63 of a-z, 0-9",
        "root | allow[1]: a text instead of a section of keys; begin each with '- '",
      })
  void refusesABadRuleAtItsLine(String rule, String fault) {
    assertThat(faults(SMALLEST + "  - " + rule))
        .singleElement()
        .asString()
        .startsWith("keelson.yaml:4: " + fault);
  }

  @Test
  void saysWhichProfileWasMeantAtTheLineThatNamesIt() {
    assertThat(
            faults(
                """
                allow:
                  - uid: 0
                    profiles:
                      - apisever
                      - backup
                      - etcdctl
                """))
        .containsExactly(
            "keelson.yaml:4: allow[0].profiles: no profile is named 'apisever', did you mean"
                + " 'apiserver'?; write those of issuer.profiles, here apiserver, backup",
            "keelson.yaml:6: allow[0].profiles: no profile is named 'etcdctl'; write those of"
                + " issuer.profiles, here apiserver, backup");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "rate: {per-hour: 0} | rate.per-hour: a user may ask 1 to 36000 times in an hour, not 0",
        "rate: {per-hour: many} | rate.per-hour: 'many' is not a whole number; write 1 to 36000",
        "rate: {burst: 10001} | rate.burst: a user may ask 1 to 10000 times at once, not 10001",
        "rate: 60 | rate: a text instead of a section of keys",
        "admins: [root] | admins: 'root' is not a numeric user id; write the user's number",
        "admins: [] | admins: an empty list; name at least one",
        "admins: 0 | admins: a text instead of a list",
      })
  void refusesABadNumberAtItsLine(String line, String fault) {
    assertThat(faults(SMALLEST + line))
        .singleElement()
        .asString()
        .startsWith("keelson.yaml:4: " + fault);
  }
}
