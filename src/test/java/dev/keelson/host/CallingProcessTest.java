package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keelson.Eventually;
import dev.keelson.e2e.Caller;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceImplBase;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real processes that call a socket which knows them. Each is in C, since what they do to
/// themselves no JVM does.
@Timeout(30)
class CallingProcessTest {
  private static final int NOBODY = 65_534;
  private static final long CAP_SYS_ADMIN = 1L << 21;

  @TempDir private static Path programs;
  private static Path program;

  @TempDir private Path dir;
  private Path socket;
  private UnixServer server;

  @BeforeAll
  static void compile() throws Exception {
    program = Relay.compiledIn(programs);
  }

  @BeforeEach
  void serve() throws Exception {
    socket = dir.resolve("s");
    server = UnixServer.start(settings(Set.of(OwnUser.uid())), mirror());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SocketSettings settings(Set<Integer> uids) {
    SocketSettings plain = SocketSettings.privateAt(new UnixAddress.File(socket));
    return new SocketSettings(plain.address(), plain.mode(), plain.group(), uids)
        .knowingProcesses("issuer.allow");
  }

  /// Tells callers who they are.
  private static KeyManagementServiceImplBase mirror() {
    return new KeyManagementServiceImplBase() {
      @Override
      public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
        String seen = CurrentCaller.process().flatMap(PeerProcess::look).toString();
        answer.onNext(StatusResponse.newBuilder().setKeyId(seen).build());
        answer.onCompleted();
      }
    };
  }

  private static void assertRefused(Caller caller) {
    Status refusal = Caller.refusal(caller::status);
    assertThat(refusal.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refusal.getDescription())
        .isEqualTo(
            "the process that connected is gone, or cannot be seen from here: connect again");
  }

  private static String seen(int pid, String unit) {
    var peer = new Peer(OwnUser.uid(), OwnUser.gid(), pid);
    return "Optional[Sighting[peer=" + peer + ", unit=" + unit + "]]";
  }

  @Test
  void isKnownWhileItLives() throws Exception {
    try (var relay = Relay.to(socket, program);
        var caller = relay.caller()) {
      for (int i = 0; i < 3; i++) {
        assertThat(caller.status().getKeyId()).isEqualTo(seen(relay.pid(), "Optional.empty"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a) R 1 (b", ") Z 1 (", "keels\u00f6n-a-b-c-\u00f6"})
  void isKnownByWhateverName(String name) throws Exception {
    try (var relay = Relay.namedTo(socket, program, name);
        var caller = relay.caller()) {
      assertThat(caller.status().getKeyId()).isEqualTo(seen(relay.pid(), "Optional.empty"));
      relay.dies();
      assertRefused(caller);
    }
  }

  @Test
  void leavesNothingToItsChild() throws Exception {
    try (var relay = Relay.to(socket, program);
        var caller = relay.caller()) {
      caller.status();
      relay.dies();
      assertRefused(caller);
      try (var other = Caller.at(new UnixAddress.File(socket))) {
        assertThat(other.status().getKeyId()).contains("pid=" + ProcessHandle.current().pid());
      }
    }
  }

  /// Its number is still its own, and a descriptor of it still good.
  @Test
  void leavesNothingToItsChildEvenIfNobodyAsksHowItEnded() throws Exception {
    try (var relay = Relay.zombieTo(socket, program);
        var caller = relay.caller()) {
      caller.status();
      relay.beginsToDie();
      Eventually.until(() -> refused(caller));
      assertRefused(caller);
    }
  }

  private static boolean refused(Caller caller) {
    try {
      return caller.status().getKeyId().isEmpty();
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.PERMISSION_DENIED;
    }
  }

  @Test
  void isNotTheNextOneWithItsNumber() throws Exception {
    assumeCapable();
    try (var relay = Relay.to(socket, program);
        var caller = relay.caller()) {
      caller.status();
      relay.dies();
      try (var _ = Relay.takes(relay.pid(), program)) {
        assertThat(Path.of("/proc", Integer.toString(relay.pid()))).exists();
        assertRefused(caller);
      }
    }
  }

  @Test
  void isNotServedAsAnotherUser() throws Exception {
    assumeRoot();
    try (var relay = Relay.to(socket, program);
        var caller = relay.caller()) {
      caller.status();
      relay.becomes(NOBODY);
      assertRefused(caller);
    }
  }

  @Test
  void isStillRefusedForItsUser() throws Exception {
    server.close();
    server = UnixServer.start(settings(Set.of(OwnUser.uid() + 1)), mirror());
    try (var relay = Relay.to(socket, program);
        var caller = relay.caller()) {
      assertThat(Caller.refusal(caller::status).getDescription())
          .isEqualTo("uid " + OwnUser.uid() + " may not call this socket");
    }
  }

  /// As for a daemon in a container, whose callers are outside.
  @Test
  void isRefusedFromOutsideOfThePidNamespace() throws Exception {
    assumeCapable();
    Path there = dir.resolve("inside");
    Path says = dir.resolve("says");
    Process inside =
        new ProcessBuilder(
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KnowingServer.class.getName(),
                there.toString())
            .redirectErrorStream(true)
            .redirectOutput(says.toFile())
            .start();
    try {
      Eventually.until(() -> Files.readString(says).contains("serves"));
      try (var caller = Caller.at(new UnixAddress.File(there))) {
        assertRefused(caller);
      }
      Eventually.until(() -> Files.readString(says).contains("pid=0] cause="));
    } finally {
      inside.destroyForcibly();
    }
  }

  @Test
  void isNotLookedAtWhereUsersAreEnough() throws Exception {
    Path there = dir.resolve("users");
    var settings = SocketSettings.privateAt(new UnixAddress.File(there));
    try (var _ = UnixServer.start(settings, mirror());
        var caller = Caller.at(new UnixAddress.File(there))) {
      long before = pidFds();
      assertThat(caller.status().getKeyId()).isEqualTo("Optional.empty");
      assertThat(pidFds()).isEqualTo(before).isZero();
    }
  }

  @Test
  void isKnownWithItsUnit() throws Exception {
    assumeRoot();
    String unit = "keelson-test-" + ProcessHandle.current().pid() + ".service";
    Path slice = groups().resolve("system.slice");
    Path group = slice.resolve(unit);
    try (var relay = Relay.to(socket, program);
        var caller = relay.caller()) {
      Files.createDirectories(group);
      Files.writeString(group.resolve("cgroup.procs"), Integer.toString(relay.pid()));
      assertThat(caller.status().getKeyId()).isEqualTo(seen(relay.pid(), "Optional[" + unit + "]"));
      relay.dies();
      assertRefused(caller);
    } finally {
      Files.deleteIfExists(group);
    }
  }

  /// The manager's own hierarchy, in either version.
  private static Path groups() {
    Path root = Path.of("/sys/fs/cgroup");
    Path version1 = root.resolve("systemd");
    Path groups = Files.isDirectory(version1) ? version1 : root;
    assumeThat(Files.exists(groups.resolve("cgroup.procs")) && Files.isWritable(groups))
        .as("control groups can be made here: mount /sys/fs/cgroup for writing")
        .isTrue();
    return groups;
  }

  @Test
  void leavesNoDescriptorBehind() throws Exception {
    long before = pidFds();
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      connections.add(RawConnection.to(socket));
    }
    Eventually.until(() -> pidFds() == before + connections.size());
    for (RawConnection connection : connections) {
      connection.close();
    }
    Eventually.until(() -> pidFds() == before);
  }

  private static long pidFds() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(CallingProcessTest::isPidFd).count();
    }
  }

  private static boolean isPidFd(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("pidfd");
    } catch (IOException _) {
      return false; // closed meanwhile
    }
  }

  private static void assumeRoot() {
    assumeThat(OwnUser.uid()).as("only root may: run the tests as root").isZero();
  }

  /// To choose a number (clone3(2), `set_tid`), and to make a pid namespace.
  private static void assumeCapable() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    String effective =
        status.stream().filter(line -> line.startsWith("CapEff:")).findFirst().orElseThrow();
    assumeThat(Long.parseUnsignedLong(effective.substring(7).strip(), 16) & CAP_SYS_ADMIN)
        .as("only CAP_SYS_ADMIN may: run the tests as root, outside of a container")
        .isNotZero();
  }
}
