package dev.keelson.e2e;

import static dev.keelson.e2e.TokenCommands.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import dev.keelson.token.SoftHsmTools;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `keelson token list` and `show`, which log nobody in.
@Timeout(120)
class TokenShowTest {
  @TempDir private Path dir;

  @Test
  void listsEveryTokenAndWhichOneIsMeant() throws Exception {
    var token = TokenCommands.on(Site.in(dir));
    assertThat(token.ends(0, NOTHING, "list"))
        .containsPattern("(?m)^LABEL +SERIAL +MODEL +STATE +CHOSEN$")
        .containsPattern("(?m)^keelson +[0-9a-f]{16} +SoftHSM v2 +ready +yes$")
        .containsPattern("(?m)^ +SoftHSM v2 +blank +no$");
    JsonNode rows = token.json("list");
    assertThat(rows.valueStream().map(row -> row.get("chosen").asString()))
        .containsExactly("yes", "no");
    assertThat(rows.get(0).propertyNames())
        .containsExactly(
            "slot",
            "label",
            "serial",
            "manufacturer",
            "model",
            "firmware",
            "state",
            "warnings",
            "chosen",
            "error");
  }

  @Test
  void saysWhenTheConfigurationMeansTwo() throws Exception {
    var token = TokenCommands.on(Site.in(dir));
    new SoftHsmTools(SoftHsm.in(dir)).initToken("keelson");
    assertThat(token.json("list").valueStream().map(row -> row.get("chosen").asString()))
        .containsExactly("ambiguous", "ambiguous", "no");
    assertThat(token.ends(ExitCode.CONFIG, NOTHING, "show")).contains("2 tokens have label");
  }

  @Test
  void listsTheTokensOfALibraryWithoutAConfiguration() throws Exception {
    var token = TokenCommands.on(Site.in(dir));
    assertThat(token.ends(ExitCode.UNAVAILABLE, NOTHING, "list", "--module", "/nowhere.so"))
        .contains("/nowhere.so does not exist");
    assertThat(token.ends(ExitCode.USAGE, NOTHING, "list", "--module", "/nowhere.so", "-c", "x"))
        .contains("mutually exclusive");
  }

  @Test
  void showsWarningsOfWrongPinsInWords() throws Exception {
    var token = TokenCommands.on(Site.in(dir));
    token.site().writePin("wrong-pin");
    try (var list = KeelsonProcess.start("kek", "list", "-c", token.config().toString())) {
      assertThat(list.exitCode()).isEqualTo(ExitCode.PIN);
    }
    assertThat(token.ends(0, NOTHING, "list")).contains("ready, a wrong user PIN was tried");
    assertThat(token.ends(0, NOTHING, "show"))
        .contains("a wrong user PIN was tried", "user PIN, a PIN was refused (" + dir);
  }

  @Test
  void showsWhatSoftHsmCanDo() throws Exception {
    var token = TokenCommands.on(Site.in(dir));
    assertThat(token.ends(0, NOTHING, "show"))
        .containsPattern("(?m)^CKM_AES_GCM +yes +16 to 32 +encrypt, decrypt$")
        .containsPattern("(?m)^aes-256-gcm +yes$")
        .containsPattern("(?m)^aes-256-gcm-hsm-iv +unknown$")
        .containsPattern("(?m)^hmac-kdf-aes-256-gcm +yes$")
        .containsPattern("(?m)^sessions +limit none, open not told; lanes.count needs 6$")
        .contains("of 4 to 255 bytes", "user PIN set", "login required");
    JsonNode shown = token.json("show");
    assertThat(shown.propertyNames())
        .containsExactly(
            "token",
            "flags",
            "pin_counts",
            "pin_length",
            "sessions",
            "mechanisms",
            "suites",
            "fuses");
    assertThat(shown.get("suites").valueStream().map(suite -> suite.get("allowed").asString()))
        .containsExactly("yes", "unknown", "yes");
  }
}
