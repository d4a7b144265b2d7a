package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator meets on the way from a wrong PIN to a served socket.
class WrongPinTest {
  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void isTriedOnceThenRememberedThenForgottenWhenMended() throws Exception {
    site.writePin("wrong-pin");
    assertEnds("refuses the PIN", "mend the PIN");
    assertEnds("refused this PIN before; it is not tried again", "mend the PIN");
    assertEnds("refused this PIN before", "mend the PIN", "--force-pin");

    site.writePin(SoftHsm.PIN);
    assertEnds("a wrong PIN was tried since the last right one", "--force-pin");
    try (var daemon = serve("--force-pin").await("ready socket=")) {
      assertThat(daemon.terminate()).isEqualTo(143);
    }
    try (var daemon = serve().await("ready socket=");
        Stream<Path> fuses = Files.list(dir.resolve("state").resolve("pin-fuse"))) {
      assertThat(fuses).isEmpty();
      assertThat(daemon.terminate()).isEqualTo(143);
    }
  }

  private void assertEnds(String what, String remedy, String... options) throws Exception {
    try (var keelson = serve(options)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.PIN);
      assertThat(keelson.output()).contains(what).contains("do: ").contains(remedy);
    }
  }

  private KeelsonProcess serve(String... options) throws Exception {
    String config = site.write(site.yaml()).toString();
    return KeelsonProcess.start(
        Stream.concat(List.of("serve", "-c", config).stream(), Stream.of(options))
            .toArray(String[]::new));
  }
}
