package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.host.UnixAddress;
import dev.keelson.kms.v2.EncryptResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DevTest {
  private static final String SERVING = "serving until Ctrl-C ...";

  @TempDir private Path dir;
  private Path state;
  private UnixAddress socket;

  @BeforeEach
  void name() {
    state = dir.resolve("state");
    socket = new UnixAddress.File(dir.resolve("dev.sock"));
  }

  @Test
  void showsWhatAnApiServerNeedsAndKeepsItsKeyForServeAndTheNextStart() throws Exception {
    EncryptResponse sealed;
    try (var dev = dev().await(SERVING);
        var caller = Caller.at(socket)) {
      sealed = caller.seal(Seeds.marked(1));
      assertTeaches(dev.output(), sealed.getKeyId());
      assertThat(dev.terminate()).isEqualTo(143);
    }
    assertIsPrivate();
    try (var dev = dev().await(SERVING)) {
      assertOpens(sealed);
      assertThat(dev.output()).contains("key_id   " + sealed.getKeyId());
      assertThat(dev.terminate()).isEqualTo(143);
    }
    String config = state.resolve("keelson.yaml").toString();
    try (var serve = KeelsonProcess.start("serve", "--config", config).await("ready socket=")) {
      assertOpens(sealed);
      assertThat(serve.terminate()).isEqualTo(143);
    }
  }

  private void assertTeaches(String output, String keyId) {
    assertThat(output)
        .contains("socket   " + socket, "key_id   " + keyId, "state    " + state)
        .contains("kind: EncryptionConfiguration", "endpoint: " + socket, "- identity: {}")
        .containsPattern("(?m)^ +apiVersion: v2$")
        .containsPattern("(?m)^self-check   .*equal bytes, \\d+ rules kept; Encrypt p50 \\d+ us");
  }

  private void assertOpens(EncryptResponse sealed) throws Exception {
    try (var caller = Caller.at(socket)) {
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(1));
      assertThat(caller.status().getKeyId()).isEqualTo(sealed.getKeyId());
    }
  }

  private void assertIsPrivate() throws IOException {
    assertThat(mode(state)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.walk(state)) {
      Map<Path, String> modes =
          files
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .collect(Collectors.toMap(file -> file, DevTest::mode));
      assertThat(modes).hasSizeGreaterThan(5);
      assertThat(modes.values()).containsOnly("rw-------");
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One start after another in the same state, each killed a step further on.
  @Test
  void worksAfterItWasKilledAtAnyStepOfItsProvisioning() throws Exception {
    for (BooleanSupplier step : steps()) {
      try (var dev = dev().await("a step of the provisioning", step)) {
        dev.kill();
      }
    }
    assertServes();
  }

  private List<BooleanSupplier> steps() {
    Path tokens = state.resolve("tokens");
    return List.of(
        () -> Files.exists(state.resolve("pin")),
        () -> Files.exists(state.resolve("keelson.yaml")),
        () -> entries(tokens) > 0,
        () -> entries(tokens) > 2,
        () -> entries(tokens) > 4);
  }

  /// Files and directories below.
  private static long entries(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.count() - 1;
    } catch (IOException | UncheckedIOException _) {
      return 0;
    }
  }

  @Test
  void worksAfterItWasKilledWhenTheTokenHadNoPinOrNoKeyYet() throws Exception {
    for (String deed : List.of("init-token", "init-pin", "create-kek")) {
      try (var dev = dev().await(deed)) {
        dev.kill();
      }
    }
    assertServes();
  }

  private void assertServes() throws Exception {
    try (var dev = dev().await(SERVING);
        var caller = Caller.at(socket)) {
      assertThat(caller.open(caller.seal(Seeds.marked(2)))).isEqualTo(Seeds.marked(2));
      assertThat(dev.terminate()).isEqualTo(143);
    }
  }

  @Test
  void refusesASocketThatItsFirstStartStillServes() throws Exception {
    try (var _ = dev().await(SERVING);
        var second = dev()) {
      assertThat(second.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(second.output())
          .contains("another process serves")
          .containsPattern("do: .*ss -xlp");
      Caller.at(socket).close();
    }
  }

  private KeelsonProcess dev() throws IOException {
    return KeelsonProcess.start(
        "dev", "--state-dir", state.toString(), "--socket", socket.toString());
  }
}
