package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.envelope.Suite;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VersionTest {
  @Test
  void tellsVersionCommitJavaAndEverySuite() {
    JsonNode told = JsonMapper.shared().readTree(printed("version", "-o", "json"));
    assertThat(told.propertyNames()).containsExactly("keelson", "commit", "java", "arch", "suites");
    assertThat(told.get("java").asString()).startsWith("25");
    assertThat(told.get("suites").valueStream().map(JsonNode::asString))
        .containsExactly("aes-256-gcm", "aes-256-gcm-hsm-iv", "hmac-kdf-aes-256-gcm")
        .hasSize(Suite.values().length);
  }

  /// The manifests of the libraries have versions, too.
  @Test
  void takesNoOtherJarsVersionForItsOwn() {
    assertThat(printed("--version")).startsWith("keelson (not packaged), commit (not packaged)");
  }

  private static String printed(String... words) {
    var out = new StringWriter();
    assertThat(KeelsonCommand.commandLine().setOut(new PrintWriter(out)).execute(words)).isZero();
    return out.toString();
  }
}
