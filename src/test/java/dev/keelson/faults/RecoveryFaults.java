package dev.keelson.faults;

import static io.grpc.Status.Code.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cryptoki.Ckr;
import dev.keelson.e2e.Seeds;
import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What goes wrong while a token is brought back, and what is no longer there when it is.
final class RecoveryFaults {
  private static final long CKF_USER_PIN_COUNT_LOW = 0x10000;

  private static final String NEW_PIN = "new-pin-4712";
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  /// A person has to mend these, so the daemon looks less often.
  private static final Duration AFTER_A_PERSON = Duration.ofSeconds(9);

  private RecoveryFaults() {}

  static List<FaultCase> all() {
    return List.of(
        duringRecovery("C_Finalize fails", Function.C_FINALIZE, 3),
        duringRecovery("C_Initialize fails", Function.C_INITIALIZE, 3),
        duringRecovery("slot list fails", Function.C_GET_SLOT_LIST, 3),
        duringRecovery("token info fails", Function.C_GET_TOKEN_INFO, 3),
        duringRecovery("opening a session fails", Function.C_OPEN_SESSION, 3),
        duringRecovery("login fails, not for the PIN", Function.C_LOGIN, 3),
        duringRecovery("searching the keys fails", Function.C_FIND_OBJECTS_INIT, 3),
        duringRecovery("reading a key's attributes fails", Function.C_GET_ATTRIBUTE_VALUE, 3),
        FaultCase.lasting(
            "keys hidden",
            "no object is found, handles are invalid; then they are back",
            stage -> stage.engine().hideKeys()),
        FaultCase.lasting(
            "token store removed",
            "SoftHSM's files are moved away, later moved back",
            stage -> Files.move(tokens(stage), away(stage)),
            stage -> Files.move(away(stage), tokens(stage))),
        FaultCase.lasting(
            "token made anew under the daemon",
            "another token of that label with another key; later the old one again",
            RecoveryFaults::replaceToken,
            RecoveryFaults::restoreToken),
        FaultCase.lasting(
            "active key deleted",
            "the key's file is deleted, later restored from a copy",
            RecoveryFaults::deleteKey,
            RecoveryFaults::restoreKey),
        pinChanged(),
        pinCounted(),
        stateUnwritable(),
        fewSessions());
  }

  /// The connection dies, and when it is back, calls of one function fail for a while.
  private static FaultCase duringRecovery(String name, Function function, int times) {
    return FaultCase.lasting(
        name,
        "connection lost; once it is back, "
            + TokenFaults.named(function)
            + " returns CKR_DEVICE_ERROR "
            + times
            + " times",
        stage -> stage.engine().connection().dies(),
        stage -> {
          stage.engine().on(function).times(times).returns(Ckr.CKR_DEVICE_ERROR);
          stage.engine().connection().comesBack();
        });
  }

  private static FaultCase pinChanged() {
    return FaultCase.staged(
        "PIN changed under the daemon",
        "the token gets another PIN, the connection is lost and back: one login is tried; later the"
            + " PIN file is mended, and a person logs in with the new PIN",
        Set.of(UNAVAILABLE),
        AFTER_A_PERSON,
        stage -> {
          pkcs11Tool(stage, SoftHsm.PIN, "--change-pin", "--new-pin", NEW_PIN);
          stage.engine().connection().dies();
          stage.await(UNAVAILABLE);
          long logins = stage.engine().calls(Function.C_LOGIN);
          stage.engine().connection().comesBack();
          stage.awaitReason("refused this PIN before");
          assertThat(stage.engine().calls(Function.C_LOGIN)).isEqualTo(logins + 1);
          stage.site().writePin(NEW_PIN);
          stage.awaitReason("a wrong PIN was tried since the last right one");
          return stage.recovery(it -> pkcs11Tool(it, NEW_PIN, "--list-objects"));
        });
  }

  private static FaultCase pinCounted() {
    return FaultCase.staged(
        "token counts wrong PINs",
        "the connection is lost; when it is back, the token says CKF_USER_PIN_COUNT_LOW",
        Set.of(UNAVAILABLE),
        AFTER_A_PERSON,
        stage -> {
          stage.engine().connection().dies();
          stage.await(UNAVAILABLE);
          stage.engine().tokenFlags(CKF_USER_PIN_COUNT_LOW);
          long logins = stage.engine().calls(Function.C_LOGIN);
          stage.engine().connection().comesBack();
          stage.awaitReason("a wrong PIN was tried since the last right one");
          assertThat(stage.engine().calls(Function.C_LOGIN)).isEqualTo(logins);
          return stage.recovery(it -> it.engine().clear());
        });
  }

  private static FaultCase stateUnwritable() {
    return FaultCase.lasting(
        "disk full or state directory read-only",
        "nothing can be written to state-dir while the connection is lost and comes back",
        stage -> {
          Path fuse = stage.site().dir().resolve("state/pin-fuse");
          Files.deleteIfExists(fuse);
          Files.writeString(fuse, "in the way");
          stage.engine().connection().dies();
        });
  }

  private static FaultCase fewSessions() {
    return FaultCase.staged(
        "four sessions in all",
        "the token allows 4 sessions when the connection is back; the lanes make do with 2",
        Set.of(UNAVAILABLE),
        FaultCase.SOON,
        stage -> {
          stage.engine().connection().dies();
          stage.await(UNAVAILABLE);
          stage.engine().sessionLimit(4);
          Duration time = stage.recovery(it -> it.engine().connection().comesBack());
          for (int i = 0; i < 50; i++) {
            stage.caller().seal(Seeds.marked(i));
          }
          return time;
        });
  }

  private static void pkcs11Tool(Stage stage, String pin, String... what) throws Exception {
    List<String> command = new ArrayList<>(List.of("pkcs11-tool", "--token-label", "keelson"));
    command.addAll(List.of("--module", SoftHsm.LIBRARY.toString(), "--login", "--pin", pin));
    command.addAll(List.of(what));
    var tool = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    tool.environment().put("SOFTHSM2_CONF", stage.site().dir().resolve("softhsm2.conf").toString());
    Process process = tool.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static Path tokens(Stage stage) {
    return stage.site().dir().resolve("tokens");
  }

  private static Path away(Stage stage) {
    return stage.site().dir().resolve("away");
  }

  /// The impostor is made in another directory, by another copy of the library.
  private static void replaceToken(Stage stage) throws Exception {
    Path other = Files.createDirectory(stage.site().dir().resolve("impostor"));
    try (var engine = FaultEngine.over(SoftHsm.in(other))) {
      SoftHsm.in(other).withToken(engine.cryptoki(), "keelson", LONG_AGO, "prod");
    }
    Files.move(tokens(stage), away(stage));
    Files.move(other.resolve("tokens"), tokens(stage));
    stage.awaitReason("is there, but its active key");
  }

  private static void deleteKey(Stage stage) throws Exception {
    for (Path key : keys(tokens(stage))) {
      Files.move(key, stage.site().dir().resolve(key.getFileName()));
    }
    stage.awaitReason("has no key of keyring 'prod'");
  }

  private static void restoreKey(Stage stage) throws IOException {
    try (Stream<Path> tokens = Files.list(tokens(stage))) {
      Path token = tokens.findFirst().orElseThrow();
      for (Path key : keys(stage.site().dir())) {
        Files.move(key, token.resolve(key.getFileName()));
      }
    }
  }

  /// That of the keyring and those of the ledger: nothing in their names tells them apart.
  private static List<Path> keys(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(RecoveryFaults::isKey).toList();
    }
  }

  private static boolean isKey(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".object") && !name.equals("token.object");
  }

  private static void restoreToken(Stage stage) throws IOException {
    Files.move(tokens(stage), stage.site().dir().resolve("impostor/tokens"));
    Files.move(away(stage), tokens(stage));
  }
}
