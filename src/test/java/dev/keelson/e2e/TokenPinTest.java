package dev.keelson.e2e;

import static dev.keelson.e2e.TokenCommands.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `keelson token pin`: set, change, clear-fuse.
@Timeout(120)
class TokenPinTest {
  private static final String NEW_PIN = "new-pin-1147";

  @TempDir private Path dir;
  private TokenCommands token;

  @BeforeEach
  void prepare() throws Exception {
    token = TokenCommands.on(Site.in(dir));
  }

  @Test
  void changesThePinUnderARunningDaemonWhichTakesTheNewOneAtItsNextStart() throws Exception {
    try (var daemon = token.site().serve();
        var caller = Caller.at(token.site().address())) {
      String fresh = token.pinFile("fresh", NEW_PIN).toString();
      assertThat(token.ends(0, NOTHING, "pin", "change", "--new-pin-file", fresh))
          .contains("change-pin begin", "change-pin end", "the PIN is changed")
          .doesNotContain(NEW_PIN, SoftHsm.PIN);
      assertThat(caller.open(caller.seal(Seeds.marked(1)))).isEqualTo(Seeds.marked(1));
      assertThat(daemon.terminate()).isEqualTo(143);
    }
    assertThat(Files.readString(token.site().pinFile())).isEqualTo(NEW_PIN + "\n");
    token.site().serve().close();
  }

  @Test
  void asksForTheNewPinTwiceAtATerminal() throws Exception {
    String shown = token.endsAtTerminal(0, NEW_PIN + "\n" + NEW_PIN, "pin", "change");
    assertThat(shown).contains("new PIN of the token once more", "the PIN is changed");
    assertThat(Files.readString(token.site().pinFile())).isEqualTo(NEW_PIN + "\n");
  }

  @Test
  void changesNothingWithoutATerminalOrAFile() throws Exception {
    assertThat(token.ends(ExitCode.CONFIG, NEW_PIN, "pin", "change"))
        .contains("there is no terminal");
    assertThat(token.ends(ExitCode.VIOLATION, NOTHING, "pin", "change", "--resume"))
        .contains("no change of the PIN was cut short");
    token.site().start().close();
  }

  @Test
  void finishesAChangeThatWasCutShort() throws Exception {
    token.pinFile("pin.new", NEW_PIN);
    assertThat(token.ends(ExitCode.VIOLATION, NOTHING, "pin", "change"))
        .contains("was cut short", "pin change --config FILE --resume");
    assertThat(token.ends(0, NOTHING, "pin", "change", "--resume"))
        .contains("the token has the old PIN", "pin.new is removed");
    assertThat(dir.resolve("pin.new")).doesNotExist();
    token.site().start().close();

    token.pinFile("fresh", NEW_PIN);
    token.ends(0, NOTHING, "pin", "change", "--new-pin-file", dir.resolve("fresh").toString());
    token.pinFile("pin.new", NEW_PIN);
    token.site().writePin(SoftHsm.PIN);
    assertThat(token.ends(0, NOTHING, "pin", "change", "--resume"))
        .contains("the token has the new PIN");
    token.site().start().close();
  }

  @Test
  void setsThePinOfATokenThatHasNone() throws Exception {
    Path blank = Files.createDirectory(dir.resolve("blank"));
    var other = TokenCommands.onBlank(blank);
    var cryptoki = SoftHsm.in(blank).cryptoki();
    cryptoki.initialize();
    try (var soPin = SoftHsm.pin(SoftHsm.SO_PIN)) {
      cryptoki.initToken(cryptoki.slotsWithToken().getFirst(), soPin.revealBytes(), "keelson");
    } finally {
      cryptoki.finish();
    }
    assertThat(other.ends(0, NOTHING, "list")).contains("no user PIN");
    assertThat(other.ends(0, NOTHING, "pin", "set", "--so-pin-file", other.soPinFile()))
        .contains("init-pin begin", "pin=first", "has the user PIN of the configuration");
    assertThat(other.ends(0, NOTHING, "list")).contains("ready");
  }

  @Test
  void resetsAPinOnlyWhenTheSerialIsTyped() throws Exception {
    token.site().writePin(NEW_PIN);
    String[] set = {"pin", "set", "--so-pin-file", token.soPinFile()};
    assertThat(token.ends(ExitCode.VIOLATION, "yes", set))
        .contains("has a user PIN, which is replaced", "something else was typed")
        .doesNotContain("init-pin");
    assertThat(token.ends(0, token.serial(), set)).contains("pin=reset");
    token.site().start().close();
  }

  @Test
  void forgetsARefusedPinSoThatItIsTriedAgain() throws Exception {
    assertThat(token.ends(0, NOTHING, "pin", "clear-fuse"))
        .contains("nothing was remembered of a user PIN");
    token.site().writePin("wrong-pin");
    assertThat(kekList(ExitCode.PIN)).contains("refuses the PIN");
    assertThat(kekList(ExitCode.PIN))
        .contains("do: ", "keelson token pin clear-fuse --config FILE")
        .doesNotContain("--so");
    assertThat(token.json("pin", "clear-fuse").get("remembers").asString())
        .isEqualTo("a PIN was refused");
    assertThat(kekList(ExitCode.PIN, "--force-pin")).contains("refuses the PIN");
  }

  private String kekList(int exitCode, String... options) throws Exception {
    var all = new ArrayList<>(List.of("kek", "list"));
    all.addAll(List.of("-c", token.config().toString()));
    all.addAll(List.of(options));
    try (var list = KeelsonProcess.start(all.toArray(String[]::new))) {
      assertThat(list.exitCode()).as(list.output()).isEqualTo(exitCode);
      return list.output();
    }
  }
}
