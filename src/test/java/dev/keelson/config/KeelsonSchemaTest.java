package dev.keelson.config;

import static dev.keelson.config.Configs.SMALLEST;
import static dev.keelson.config.Configs.faults;
import static dev.keelson.config.Configs.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeelsonSchemaTest {
  @Nested
  class AFault {
    @Test
    void tellsItsLineItsKeyAndTheFix() {
      assertThat(refusal(SMALLEST.replace("pin-file", "pin-fil")).faults())
          .containsExactly(
              new Fault(6, "token.pin-fil", "unknown key", "did you mean 'pin-file'?"));
    }

    @Test
    void isWrittenAsCompilersWriteTheirs() {
      assertThat(faults(SMALLEST.replace("pin-file", "pin-fil")))
          .containsExactly("keelson.yaml:6: token.pin-fil: unknown key; did you mean 'pin-file'?");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "keyring: prod | keyring: Prod | 1: keyring: a keyring's name is 1 to 12",
          "keyring: prod | keyring: [prod] | 1: keyring: a list instead of a keyring's name",
          "keyring: prod | keyring: | 1: keyring: no value instead of a keyring's name",
          "keyring: prod | other: prod | 1: keyring: required, but missing",
          "keyring: prod | other: prod | 1: other: unknown key; known here: profile, keyring,",
          "/usr/lib | usr/lib | 3: module.path: 'usr/lib/softhsm/libsofthsm2.so' is not an abs",
          "path: | paht: | 3: module.paht: unknown key; did you mean 'path'?",
          "label: | Label: | 5: token.Label: unknown key; did you mean 'label'?",
          "label: | slot: | 5: token.slot: unknown key; known here: label, serial, pin-file",
          "label: | slot: | 4: token: neither label nor serial",
          "label: keelson | label: {a: b} | 5: token.label: a mapping instead of a token's lab",
          "label: keelson | label: ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ | 5: token.label: not a tok",
          "label: keelson | serial: 01234567890123456 | 5: token.serial: not a token's serial",
          "label: keelson | label: \"\" | 5: token.label: not a token's label; write a token's",
          "pin-file: | pin: | 6: token.pin: a PIN does not belong in this file",
          "pin-file: | Pin: | 6: token.Pin: a PIN does not belong in this file",
          "/etc/keelson/pin | pin | 6: token.pin-file: not an absolute path; write the whole",
          "pin-file: | # | 4: token: no pin-file, pin-prompt, pin-credential or",
          "label: keelson | pin-prompt: true | 5: token.pin-prompt: pin-file is there too",
          "pin-file: /etc/keelson/pin | pin-prompt: yes | 6: token.pin-prompt: not 'true'",
          "unix:///run | unix://run | 8: socket.address: a socket is unix:///path,",
          "address: | adress: | 8: socket.adress: unknown key; did you mean 'address'?",
          "socket: | sockets: | 7: sockets: unknown key; did you mean 'socket'?",
        })
    void ofARequiredKeyNamesIt(String was, String is, String fault) {
      assertThat(faults(SMALLEST.replace(was, is))).anyMatch(startsWith("keelson.yaml:" + fault));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "lanes: {count: 0} | lanes.count: lanes: 1 to 256, not 0; write 1 to 256, or",
          "lanes: {count: -1} | lanes.count: lanes: 1 to 256, not -1",
          "lanes: {count: 257} | lanes.count: lanes: 1 to 256, not 257",
          "lanes: {count: four} | lanes.count: 'four' is not a whole number",
          "lanes: {count: 1e1} | lanes.count: '1e1' is not a whole number",
          "lanes: {count: 9999999999} | lanes.count: '9999999999' is not a whole number",
          "lanes: {queue: 65537} | lanes.queue: queue places: 1 to 65536, not 65537",
          "lanes: {patience: 10} | lanes.patience: '10' is not a number with its unit; write",
          "lanes: {patience: 0s} | lanes.patience: a lane's patience is longer than nothing",
          "lanes: {patience: 61s} | lanes.patience: no caller waits longer than 60s",
          "lanes: {patience: 999999999h} | lanes.patience: no caller waits longer than 60s",
          "lanes: {patients: 3s} | lanes.patients: unknown key; did you mean 'patience'?",
          "lanes: 4 | lanes: a text instead of a section of keys",
          "lanes: [4] | lanes: a list instead of a section of keys",
          "canary: {interval: 900ms} | canary.interval: a canary's interval is 1 s to 60 s",
          "canary: {interval: 2m} | canary.interval: a canary's interval is 1 s to 60 s",
          "canary: {interval: 2d} | canary.interval: '2d' is not a number with its unit",
          "keyring: again | keyring: duplicate key, line 1 has it too; keep one of them",
          "management: {address: 0.0.0.0:9911} | management.address: '0.0.0.0' is no loopback addr",
          "management: {address: 10.0.0.1:9911} | management.address: '10.0.0.1' is no loopback",
          "management: {address: node-1:9911} | management.address: 'node-1' is no loopback address",
          "management: {address: 127.0.0.256:1} | management.address: '127.0.0.256' is no loopback",
          "management: {address: \"[::]:9911\"} | management.address: '::' is no loopback address",
          "management: {address: \":9911\"} | management.address: '' is no loopback address",
          "management: {address: localhost:0} | management.address: ports are 1 to 65535: 0 is none",
          "management: {address: localhost:65536} | management.address: ports are 1 to 65535: 65536",
          "management: {address: 9911} | management.address: '9911' is neither address:port, unix:",
          "management: {address: no} | management.address: 'no' is neither address:port",
          "management: {address: unix:///@abc} | management.address: 'unix:///@abc' is neither addr",
          "management: {adress: off} | management.adress: unknown key; did you mean 'address'?",
          "management: off | management: a text instead of a section of keys",
          "state-dir: lib | state-dir: 'lib' is not an absolute path; write the whole path of a dir",
          "canry: {} | canry: unknown key; did you mean 'canary'?",
          "census: {} | census: unknown key; known here: profile, keyring, state-dir, module,",
          "ledger: {checkpoint-interval: often} | ledger.checkpoint-interval: 'often' is not a number"
              + " with its unit; write one with its unit, 1s to 24h, or off",
          "ledger: {checkpoint-interval: 48h} | ledger.checkpoint-interval: checkpoints are 1 second"
              + " to 1 day apart",
          "ledger: {mode: often} | ledger.mode: 'often' is not 'best-effort' or 'require'",
          "failover: {hand-back: 25h} | failover.hand-back: a token is handed back to after 0 s to",
          "failover: {standby: {}} | failover.standby: a mapping instead of a list of sections",
          "recovery: {} | recovery.recipients: required, but missing; name a PEM file of one RSA pub",
          "recovery: {recipients: x} | recovery.recipients: a text instead of a list",
          "recovery: {recipients: []} | recovery.recipients: an empty list; name at least one",
          "recovery: {recipients: [/absent]} | recovery.recipients: /absent is not there; name a PEM",
          "recovery: {recipients: [/dev/zero]} | recovery.recipients: /dev/zero is no regular file",
          "failover: {standby: [x]} | failover.standby[0]: a text instead of a section of keys",
        })
    void ofAnOptionalKeyNamesIt(String line, String fault) {
      assertThat(faults(SMALLEST + line))
          .singleElement()
          .matches(startsWith("keelson.yaml:9: " + fault));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "mode: 0666 | mode: mode 0666 lets every user of the host in; write \"0600\"",
          "mode: \"0602\" | mode: mode 0602 lets every user",
          "mode: 0604 | mode: mode 0604 lets every user",
          "mode: 0601 | mode: mode 0601 lets every user",
          "mode: 0700 | mode: mode 0700 has execute bits",
          "mode: 4600 | mode: mode 4600 has setuid",
          "mode: 0400 | mode: mode 0400 keeps the daemon's own user out",
          "mode: 384 | mode: '384' is not a mode in octal digits",
          "mode: rw | mode: 'rw' is not a mode in octal digits",
          "group: 998 | group: '998' is not a group's name; write the group's name, not",
          "allow-uids: 0 | allow-uids: a text instead of a list; write a list of numbers",
          "allow-uids: [] | allow-uids: an empty list; name at least one, or leave the key out",
          "allow-uids: [root] | allow-uids: 'root' is not a numeric user id",
          "allow-uids: [0, -1] | allow-uids: '-1' is not a numeric user id",
          "allow-uids: [4294967295] | allow-uids: user ids end at 4294967294: 4294967295 is",
          "allow-uids: [[0]] | allow-uids: a list instead of a numeric user id",
          "allow_uid: [0] | allow_uid: unknown key; did you mean 'allow-uids'?",
        })
    void ofTheSocketNamesTheKey(String line, String fault) {
      assertThat(faults(SMALLEST + "  " + line))
          .singleElement()
          .matches(startsWith("keelson.yaml:9: socket." + fault));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode: 0600", "group: keelson"})
    void standsAtTheFileOnlyKeysOfAnAbstractSocket(String line) {
      var yaml = SMALLEST.replace("unix:///run/keelson/kms.sock", "unix:///@kms");
      assertThat(faults(yaml + "  " + line))
          .singleElement()
          .asString()
          .contains(":9: socket.", "an abstract socket has no file", "remove it");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "1A: x | 1A: not the name of a variable",
          "A-B: x | A-B: not the name of a variable",
          "YUBIHSM_PIN: x | YUBIHSM_PIN: a secret does not belong in the environment",
          "dbPassword: x | dbPassword: a secret does not belong",
          "LD_PRELOAD: x | LD_PRELOAD: the loader's variables",
          "A: | A: no value instead of a text; write the variable's text, \"\" for",
          "A: [x] | A: a list instead of a text",
          "A: \"x\\0\" | A: not a text",
        })
    void ofAVariableNamesIt(String line, String fault) {
      var yaml = SMALLEST.replace("token:", "  environment:\n    " + line + "\ntoken:");
      assertThat(faults(yaml))
          .singleElement()
          .matches(startsWith("keelson.yaml:5: module.environment." + fault));
    }

    private static Predicate<String> startsWith(String prefix) {
      return line -> line.startsWith(prefix);
    }
  }

  @Nested
  class AllFaults {
    @Test
    void areReportedInOneRunInTheOrderOfTheirLines() {
      assertThat(
              faults(
                  """
                  keyring: Prod
                  modul:
                    path: lib.so
                    environment: {LD_PRELOAD: x.so, HSM_PIN: '1'}
                  token:
                    pin: 12345
                    pin: 12345
                  lanes:
                    count: 0
                    queue: many
                    patience: 3
                  canary: {interval: 1h, interval: 10s}
                  socket:
                    mode: 0777
                    allow-uids: [root, 0, -1]
                  """))
          .extracting(line -> line.replaceFirst("keelson.yaml:([^;]{0,44}).*", "$1"))
          .containsExactly(
              "1: keyring: a keyring's name is 1 to 12 of a",
              "2: modul: unknown key",
              "3: module.path: 'lib.so' is not an absolute ",
              "4: module.environment.LD_PRELOAD: the loader",
              "4: module.environment.HSM_PIN: a secret does",
              "5: token: neither label nor serial",
              "6: token.pin: a PIN does not belong in this ",
              "7: token.pin: a PIN does not belong in this ",
              "9: lanes.count: lanes: 1 to 256, not 0",
              "10: lanes.queue: 'many' is not a whole numbe",
              "11: lanes.patience: '3' is not a number with",
              "12: canary.interval: duplicate key, line 12 ",
              "12: canary.interval: a canary's interval is ",
              "13: socket.address: required, but missing",
              "14: socket.mode: mode 0777 lets every user o",
              "15: socket.allow-uids: 'root' is not a numer",
              "15: socket.allow-uids: '-1' is not a numeric");
    }

    @Test
    void ofAFileWithOneUnknownKeyAreOneAndWhatIsMissing() {
      assertThat(refusal("colour: red").faults())
          .extracting(Fault::key)
          .containsExactly("colour", "keyring", "module.path", "token", "token", "socket.address");
    }

    @Test
    void ofAMisspeltSectionIncludeThoseInsideIt() {
      assertThat(faults(SMALLEST + "lane:\n  count: 0\n"))
          .extracting(line -> line.substring(0, 28))
          .containsExactly("keelson.yaml:9: lane: unknow", "keelson.yaml:10: lanes.count");
    }
  }

  @Nested
  class ASecret {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "token: SECRET",
          "token: [SECRET]",
          "token: {pin: SECRET}",
          "token: {label: [SECRET], serial: SECRETSECRETSECRET}",
          "token: {pin-file: SECRET, pin-prompt: SECRET}",
          "token: {pin-fil: SECRET, password: SECRET, label: {pin: SECRET}}",
          "token: {label: *SECRET, serial: !SECRET x}",
          "token: {label: \"SECRET\n  SECRET",
          "token:\n  pin: SECRET: SECRET",
          "token:\n  pin: %SECRET\n SECRET",
          "token:\n  pin: !SECRET!SECRET x",
          "token:\n  pin: !!binary SECRET",
          "token:\n  pin: &SECRET",
          "token:\n  ? [SECRET]\n  : x",
          "token:\n  pin: 'SECRET'SECRET",
          "token:\n  pin: @SECRET",
          "token:\n  pin: \"\\SECRET\"",
          "module: {environment: SECRET}",
          "module: {environment: [SECRET]}",
          "module: {environment: {HSM_PIN: SECRET, A: {B: SECRET}, C: \"SECRET\\0\"}}",
          "module: {environment: {HSM_PIN: SECRET, HSM_PIN: SECRET}}",
        })
    void pastedUnderTokenOrEnvironmentIsNeverRepeated(String yaml) {
      var refusal = refusal(yaml);
      assertThat(refusal).isNotNull().hasNoCause();
      assertThat(refusal.getMessage()).doesNotContain("SECRET");
    }
  }

  @Nested
  class ADeceitfulKey {
    @Test
    void cannotWriteToTheTerminalItIsShownOn() {
      assertThat(faults(SMALLEST + "\"\\e[2J\\n\\u202Ekey\": x"))
          .singleElement()
          .asString()
          .startsWith("keelson.yaml:9: ?[2J??key: unknown key");
    }

    @Test
    void isCutWhenItIsLong() {
      assertThat(faults(SMALLEST + "? " + "k".repeat(100_000) + "\n: x"))
          .singleElement()
          .asString()
          .hasSizeLessThan(500);
    }
  }
}
