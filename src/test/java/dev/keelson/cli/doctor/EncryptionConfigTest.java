package dev.keelson.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionConfigTest {
  private static final String GOOD =
      """
      apiVersion: apiserver.config.k8s.io/v1
      kind: EncryptionConfiguration
      resources:
        - resources: [secrets, configmaps]
          providers:
            - kms:
                apiVersion: v2
                name: keelson
                endpoint: unix:///run/keelson/kms.sock
                timeout: 3s
            - identity: {}
      """;

  @TempDir private Path dir;

  @Test
  void thatIsGoodHasOnlyIdentityToKnowOf() throws Exception {
    assertThat(findings(GOOD))
        .noneMatch(one -> one.mark() == Mark.BAD)
        .filteredOn(one -> one.mark() == Mark.WARN)
        .singleElement()
        .returns(
            "identity is last for secrets, configmaps: what is not encrypted yet can be read",
            Finding::seen);
    assertThat(findings(GOOD.replace("      - identity: {}\n", "")))
        .allMatch(one -> one.mark() == Mark.GOOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          apiVersion: v2          | apiVersion: v1            | does not say apiVersion: v2
          apiVersion: v2          | cachesize: 5              | does not say apiVersion: v2
          timeout: 3s             | cachesize: 5              | has a cachesize
          timeout: 3s             | timeout: 2800ms           | gives up after 2800 ms
          name: keelson           | name: keel:son            | has a colon: 'keel:son'
          name: keelson           | timeout: 3s               | is empty or has a colon: ''
          unix:///run             | unix://run                | no kms provider calls unix:///run/keelson/kms.sock
          kind: Encrypt           | kind: Crypt               | is no EncryptionConfiguration
          - kms:                  | - identity: {}~- kms:   | identity comes first for secrets
          - identity: {}          | - identity: {}~- aesgcm: {} | identity is not last for secrets
          - kms:                  | - aescbc: {}~- kms:     | aescbc comes first for secrets
          apiVersion: api         | {{{                       | is not YAML
          """)
  void thatIsBadIsToldSo(String was, String is, String seen) throws Exception {
    String yaml = GOOD.replace(was, is.replace("~", "\n      "));
    assertThat(yaml).isNotEqualTo(GOOD);
    assertThat(findings(yaml))
        .filteredOn(one -> one.mark() == Mark.BAD)
        .isNotEmpty()
        .anySatisfy(one -> assertThat(one.seen()).contains(seen))
        .allSatisfy(one -> assertThat(one.fix()).isNotEmpty());
  }

  @Test
  void wantsEachProvidersNameOnce() throws Exception {
    String second = GOOD.substring(GOOD.indexOf("  - resources:")).replace("secrets", "routes");
    assertThat(findings(GOOD + second))
        .anyMatch(one -> one.seen().equals("two providers are called keelson"));
  }

  @Test
  void thatIsNotThereIsToldSo() throws Exception {
    var chart = new Chart();
    new EncryptionConfigChecks(config(), chart.group("API server")).run(dir.resolve("none"));
    assertThat(chart.findings())
        .singleElement()
        .satisfies(one -> assertThat(one.seen()).contains("cannot be read"))
        .returns(Mark.BAD, Finding::mark);
  }

  private List<Finding> findings(String yaml) throws Exception {
    var chart = new Chart();
    Path file = Files.writeString(dir.resolve("encryption.yaml"), yaml);
    new EncryptionConfigChecks(config(), chart.group("API server")).run(file);
    return chart.findings();
  }

  private static KeelsonConfig config() throws Exception {
    return ConfigFile.read(Path.of("hsm-config/softhsm2.yaml"));
  }
}
