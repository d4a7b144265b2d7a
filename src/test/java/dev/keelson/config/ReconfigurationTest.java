package dev.keelson.config;

import static dev.keelson.config.Configs.config;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconfigurationTest {
  private static final String WHOLE =
      """
      keyring: prod
      state-dir: /var/lib/keelson
      module:
        path: /usr/lib/softhsm/libsofthsm2.so
        calls: parallel
      token:
        label: keelson
        pin-file: /etc/keelson/pin
      lanes:
        count: 4
        patience: 2s
      canary:
        interval: 10s
      rotation:
        poll: 30s
      failover:
        hand-back: 60s
      ledger:
        mode: best-effort
        checkpoint-interval: 10m
      management:
        address: 127.0.0.1:9911
      socket:
        address: unix:///run/keelson/kms.sock
        mode: "0600"
        group: root
        allow-uids: [0]
      issuer:
        socket:
          address: unix:///run/keelson/issuer.sock
          mode: "0660"
        crl-file: /etc/etcd/keelson.crl
        crl-life: 168h
        profiles:
          - name: backup
            common-name: etcd-backup
            ttl: 12h
        allow:
          - uid: 998
            profiles: [backup]
        admins: [0]
        rate:
          per-hour: 60
      """;

  private static List<String> left(String before, String after) throws ConfigException {
    return Reconfiguration.left(config(before), config(after));
  }

  private static List<String> taken(String before, String after) throws ConfigException {
    return Reconfiguration.taken(config(before), config(after));
  }

  /// What has changed in the file, and how the message calls it.
  @ParameterizedTest
  @CsvSource({
    "keyring: prod, keyring: test, keyring",
    "state-dir: /var/lib, state-dir: /srv, state-dir",
    "calls: parallel, calls: serial, module",
    "label: keelson, label: other, token",
    "pin-file: /etc/keelson/pin, pin-file: /etc/keelson/other, token",
    "count: 4, count: 5, lanes",
    "patience: 2s, patience: 1s, lanes",
    "interval: 10s, interval: 11s, canary",
    "poll: 30s, poll: 31s, rotation",
    "hand-back: 60s, hand-back: 61s, failover",
    "checkpoint-interval: 10m, checkpoint-interval: off, ledger.checkpoint-interval",
    "127.0.0.1:9911, 127.0.0.1:9912, management",
    "kms.sock, other.sock, socket.address",
    "mode: \"0600\", mode: \"0660\", socket.mode",
    "group: root, group: daemon, socket.group",
    "issuer.sock, other.sock, issuer.socket",
    "mode: \"0660\", mode: \"0600\", issuer.socket",
    "keelson.crl, other.crl, issuer.crl-file",
    "crl-life: 168h, crl-life: 100h, issuer.crl-life"
  })
  void leavesToANewProcessWhatADaemonStandsOn(String from, String to, String key) throws Exception {
    String changed = WHOLE.replace(from, to);
    assertThat(left(WHOLE, changed)).containsExactly(key);
    assertThat(taken(WHOLE, changed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "allow-uids: [0], 'allow-uids: [0, 7]', socket.allow-uids",
    "mode: best-effort, mode: require, ledger.mode",
    "common-name: etcd-backup, common-name: etcd-copy, issuer.profiles",
    "ttl: 12h, ttl: 11h, issuer.profiles",
    "uid: 998, uid: 999, issuer.allow",
    "admins: [0], admins: [7], issuer.admins",
    "per-hour: 60, per-hour: 61, issuer.rate"
  })
  void takesWhoMayDoWhat(String from, String to, String key) throws Exception {
    String changed = WHOLE.replace(from, to);
    assertThat(taken(WHOLE, changed)).containsExactly(key);
    assertThat(left(WHOLE, changed)).isEmpty();
  }

  @Test
  void findsNothingInAnotherSpellingOfTheSame() throws Exception {
    String changed = "# edited\n" + WHOLE.replace("10m", "600s").replace("168h", "10080m");
    assertThat(left(WHOLE, changed)).isEmpty();
    assertThat(taken(WHOLE, changed)).isEmpty();
  }

  @Test
  void namesAnIssuerThatComesOrGoesAsAWhole() throws Exception {
    String without = WHOLE.substring(0, WHOLE.indexOf("issuer:"));
    assertThat(left(WHOLE, without)).containsExactly("issuer");
    assertThat(taken(without, WHOLE)).isEmpty();
  }

  /// A section that nobody compares would be changed in the file, and nowhere else, in silence.
  @Test
  void comparesEverySectionOfTheFile() {
    assertThat(KeelsonSchema.KEYS.names())
        .filteredOn(section -> !section.equals("profile")) // what it sets, counts
        .allSatisfy(section ->
            assertThat(Reconfiguration.keys())
                .anyMatch(key -> key.equals(section) || key.startsWith(section + ".")));
  }
}
