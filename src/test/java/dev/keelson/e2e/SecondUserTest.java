package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.host.UnixAddress;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SecondUserTest {

  private final UnixAddress address =
      new UnixAddress.Abstract("keelson-second-user-" + ProcessHandle.current().pid());

  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void isRefusedWithItsUidInTheLog() throws Exception {
    assumeRoot();
    try (var daemon = site.serve(site.yaml(address));
        var probe = probeAsNobody(address)) {
      assertThat(probe.exitCode()).isEqualTo(ExitCode.VIOLATION);
      assertThat(probe.output())
          .contains("PERMISSION_DENIED", "uid 65534 may not call this socket");
      assertThat(daemon.output())
          .containsPattern("WARN PeerGate - refuse method=Status peer=Peer\\[uid=65534, ")
          .doesNotContain("encrypt uid=", "decrypt uid=");
    }
  }

  @Test
  void isServedWhenItsUidIsAllowed() throws Exception {
    assumeRoot();
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    String yaml = site.yaml() + "  mode: \"0660\"\n  group: nogroup\n  allow-uids: [0, 65534]\n";
    try (var _ = site.serve(yaml);
        var probe = probeAsNobody(site.address());
        var root = Caller.at(site.address())) {
      assertThat(probe.exitCode()).as(probe.output()).isEqualTo(ExitCode.OK);
      assertThat(root.status().getHealthz()).isEqualTo("ok");
    }
  }

  /// Needs no second user: a list replaces the default, so it can leave this one out.
  @Test
  void isWhoeverTheListDoesNotName() throws Exception {
    try (var _ = site.start(site.yaml() + "  allow-uids: [4294967294]\n");
        var caller = Caller.at(site.address())) {
      assertThat(Caller.refusal(caller::status).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(Caller.refusal(() -> caller.seal(Seeds.marked(1))).getCode())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  private static KeelsonProcess probeAsNobody(UnixAddress address) throws Exception {
    return KeelsonProcess.start(
        Nobody.BECOME, List.of(), "probe", "--socket", address.toString(), "--calls", "20");
  }

  private static void assumeRoot() throws Exception {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("only root can become another user: run the tests as root")
        .isEqualTo(0);
  }
}
