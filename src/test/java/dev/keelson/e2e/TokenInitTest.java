package dev.keelson.e2e;

import static dev.keelson.e2e.TokenCommands.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `keelson token init`, on a blank slot and on a token that may hold keys.
@Timeout(120)
class TokenInitTest {
  @TempDir private Path dir;

  @Nested
  class OfABlankSlot {
    @Test
    void makesATokenThatServes() throws Exception {
      var token = TokenCommands.onBlank(dir);
      String made =
          token.ends(0, NOTHING, "init", "--label", "keelson", "--so-pin-file", token.soPinFile());
      assertThat(made)
          .containsPattern("(?m)^keelson  [0-9a-f]{16}  SoftHSM v2  ready  yes$")
          .contains("init-token begin", "init-token end", "init-pin end")
          .doesNotContain(SoftHsm.PIN, SoftHsm.SO_PIN);
      try (var create = KeelsonProcess.start("kek", "create", "-c", token.config().toString())) {
        assertThat(create.exitCode()).as(create.output()).isZero();
      }
      try (var daemon = token.site().serve()) {
        assertThat(daemon.terminate()).isEqualTo(143);
      }
    }

    @Test
    void asksForLabelAndSoPinTwiceAtATerminal() throws Exception {
      var token = TokenCommands.onBlank(dir);
      String typed = String.join("\n", "keelson", "keelson", SoftHsm.SO_PIN, SoftHsm.SO_PIN);
      assertThat(token.endsAtTerminal(0, typed, "init"))
          .contains("label of the new token once more", "SO PIN once more", "ready  yes");
    }

    @Test
    void makesNothingWhenTwoTypedPinsDiffer() throws Exception {
      var token = TokenCommands.onBlank(dir);
      String typed = String.join("\n", SoftHsm.SO_PIN, SoftHsm.SO_PIN + "x");
      String refused = token.endsAtTerminal(ExitCode.CONFIG, typed, "init", "--label", "keelson");
      assertThat(refused).contains("two different PINs were typed").doesNotContain("init-token");
      assertThat(states(token)).containsExactly("blank");
    }

    @Test
    void makesNothingWhenTwoTypedLabelsDiffer() throws Exception {
      var token = TokenCommands.onBlank(dir);
      assertThat(token.ends(ExitCode.VIOLATION, "keelson\nkelson", "init"))
          .contains("two different texts were typed", "do: ");
      assertThat(states(token)).containsExactly("blank");
    }

    @Test
    void takesNoOtherLabelThanTheConfigurations() throws Exception {
      var token = TokenCommands.onBlank(dir);
      assertThat(token.ends(ExitCode.VIOLATION, NOTHING, "init", "--label", "other"))
          .contains("means a token with label 'keelson', not 'other'", "mend token.label");
      assertThat(token.ends(ExitCode.USAGE, NOTHING, "init", "--so-pin-file", "so-pin"))
          .contains("--so-pin-file goes with --label");
      assertThat(states(token)).containsExactly("blank");
    }

    @Test
    void changesNothingWhenTheUsersPinIsTooShort() throws Exception {
      var token = TokenCommands.onBlank(dir);
      token.site().writePin("abc");
      assertThat(
              token.ends(
                  ExitCode.CONFIG,
                  NOTHING,
                  "init",
                  "--label",
                  "keelson",
                  "--so-pin-file",
                  token.soPinFile()))
          .contains("the new user PIN is shorter or longer", "of 4 to 255 bytes");
      assertThat(states(token)).containsExactly("blank");
    }

    @Test
    void wantsAnSoPinThatOthersCannotRead() throws Exception {
      var token = TokenCommands.onBlank(dir);
      Path open = Files.writeString(dir.resolve("open"), SoftHsm.SO_PIN);
      assertThat(
              token.ends(
                  ExitCode.CONFIG,
                  NOTHING,
                  "init",
                  "--label",
                  "keelson",
                  "--so-pin-file",
                  open.toString()))
          .contains("lets others in");
    }
  }

  @Nested
  class OfATokenThatMayHoldKeys {
    @Test
    void isRefusedUnlessItsSerialIsNamed() throws Exception {
      var token = TokenCommands.on(Site.in(dir));
      assertThat(token.ends(ExitCode.VIOLATION, NOTHING, "init", "--label", "keelson"))
          .contains("there is the token 'keelson'", "every key on it for ever")
          .contains("--serial " + token.serial())
          .doesNotContain("init-token");
    }

    @Test
    void isRefusedUnlessItsSerialIsTyped() throws Exception {
      var token = TokenCommands.on(Site.in(dir));
      for (String typed : new String[] {"", "yes", "keelson", token.serial() + "0"}) {
        assertThat(anew(token, ExitCode.VIOLATION, typed))
            .contains("every key on it is lost for ever", "something else was typed")
            .doesNotContain("init-token");
      }
      token.site().start().close();
    }

    @Test
    void losesEveryKey() throws Exception {
      var token = TokenCommands.on(Site.in(dir));
      String serial = token.serial();
      assertThat(anew(token, ExitCode.OK, serial)).contains("init-token begin", "ready");
      assertThat(token.serial()).isEqualTo(serial);
      try (var list = KeelsonProcess.start("kek", "list", "-c", token.config().toString())) {
        assertThat(list.exitCode()).isEqualTo(ExitCode.VIOLATION);
        assertThat(list.output()).doesNotContain("prod/1/");
      }
    }

    @Test
    void triesAWrongSoPinOnce() throws Exception {
      var token = TokenCommands.on(Site.in(dir));
      String wrong = token.pinFile("wrong", "wrong-so-pin").toString();
      String[] init = {
        "init", "--label", "keelson", "--serial", token.serial(), "--so-pin-file", wrong
      };
      assertThat(token.ends(ExitCode.PIN, token.serial(), init))
          .contains("refuses the SO PIN", "do: ")
          .doesNotContain("wrong-so-pin");
      assertThat(token.ends(ExitCode.PIN, token.serial(), init))
          .contains("refused this SO PIN before", "clear-fuse --config FILE --so");
      assertThat(token.json("show").get("fuses").get(1).get("remembers").asString())
          .isEqualTo("a PIN was refused");
      token.site().start().close();
    }

    /// SoftHSM knows only the sessions of its own process, so it is the operator who must know.
    @Test
    void warnsToStopTheDaemonsFirst() throws Exception {
      var token = TokenCommands.on(Site.in(dir));
      try (var daemon = token.site().serve()) {
        assertThat(anew(token, ExitCode.VIOLATION, "no")).contains("Stop the daemons");
        assertThat(daemon.terminate()).isEqualTo(143);
      }
    }

    private static String anew(TokenCommands token, int exitCode, String typed) throws Exception {
      return token.ends(
          exitCode,
          typed,
          "init",
          "--label",
          "keelson",
          "--serial",
          token.serial(),
          "--so-pin-file",
          token.soPinFile());
    }
  }

  private static List<String> states(TokenCommands token) throws Exception {
    return token.json("list").valueStream().map(row -> row.get("state").asString()).toList();
  }
}
