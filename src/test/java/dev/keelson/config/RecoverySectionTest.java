package dev.keelson.config;

import static dev.keelson.config.Configs.SMALLEST;
import static dev.keelson.config.Configs.config;
import static dev.keelson.config.Configs.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.recovery.Recipient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverySectionTest {
  private static final Path KEYS = Path.of("src", "test", "resources", "recovery").toAbsolutePath();
  private static final Path GOOD = KEYS.resolve("recipient.pem");

  /// The key of the first one stands in line 11.
  private static String yaml(Path... recipients) {
    var yaml = new StringBuilder(SMALLEST + "recovery:\n  recipients:\n");
    for (Path one : recipients) {
      yaml.append("    - ").append(one).append('\n');
    }
    return yaml.toString();
  }

  @Test
  void isNobodyUnlessNamed() throws Exception {
    assertThat(config(SMALLEST).recovery().recipients()).isEmpty();
  }

  @Test
  void readsTheKeysThatItNames() throws Exception {
    assertThat(config(yaml(GOOD)).recovery().recipients()).containsExactly(Recipient.read(GOOD));
  }

  @Test
  void tellsEachFaultAtItsOwnLine(@TempDir Path dir) throws Exception {
    Path again = Files.copy(GOOD, dir.resolve("again.pem"));
    assertThat(faults(yaml(GOOD, KEYS.resolve("key.pem"), again, dir.resolve("absent"))))
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("keelson.yaml:12: recovery.recipients: ")
                    .contains("key.pem holds a PRIVATE key: it must never be where the daemon is"),
            one ->
                assertThat(one)
                    .startsWith(
                        "keelson.yaml:13: recovery.recipients: two recipients with one key,"
                            + " 30f0acaf9a2b20f4; name a PEM file"),
            one -> assertThat(one).startsWith("keelson.yaml:14: ").contains("absent is not there"));
  }
}
