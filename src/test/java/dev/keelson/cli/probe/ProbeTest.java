package dev.keelson.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.host.UnixAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(20, 2, Duration.ofSeconds(3), "localhost");

  @TempDir Path directory;

  @Nested
  class OfACorrectPlugin {
    @Test
    void passesEveryCheck() throws Exception {
      try (var _ = PluginServer.at(socket())) {
        Report report = probe(socket(), SETTINGS);
        assertThat(report.checks())
            .extracting(Check::rule, Check::verdict)
            .doesNotHaveDuplicates()
            .hasSize(Rule.values().length)
            .allSatisfy(check -> assertThat(check.toList()).contains(Verdict.PASSED));
        assertThat(report.good()).isTrue();
      }
    }

    @Test
    void answersAThousandCallsSixteenAtATime() throws Exception {
      var settings = new ProbeSettings(1_000, 16, Duration.ofSeconds(3), "localhost");
      var told = new AtomicInteger();
      try (var _ = PluginServer.at(socket())) {
        Report report =
            new Probe(socket(), settings, new SecureRandom())
                .run((calls, _) -> told.accumulateAndGet(calls, Math::max));
        assertThat(report.good()).isTrue();
        assertThat(report.load())
            .hasValueSatisfying(load -> {
              assertThat(load.calls()).isEqualTo(1_000);
              assertThat(load.errors()).isEmpty();
              assertThat(load.wrong()).isZero();
              assertThat(load.callsPerSecond()).isPositive();
              assertThat(load.encrypt()).hasValueSatisfying(ProbeTest::isOrdered);
              assertThat(load.decrypt()).hasValueSatisfying(ProbeTest::isOrdered);
            });
        assertThat(told).hasValue(1_000);
      }
    }

    @Test
    void worksInTheAbstractNamespace() throws Exception {
      var address = new UnixAddress.Abstract("keelson-probe-" + ProcessHandle.current().pid());
      try (var server = PluginServer.at(address)) {
        assertThat(probe(address, SETTINGS).good()).isTrue();
        assertThat(server.authorities()).contains("localhost", "@" + address.name());
      }
    }

    @Test
    void isAskedUnderEveryAuthorityOfAnApiServer() throws Exception {
      var settings = new ProbeSettings(0, 1, Duration.ofSeconds(3), "kms.example");
      try (var server = PluginServer.at(socket())) {
        Report report = probe(socket(), settings);
        String path = directory.resolve("kms.sock").toString();
        assertThat(server.authorities())
            .contains("kms.example", "localhost", path, path.replace("/", "%2F"));
        assertThat(report.of(Rule.LOAD).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(report.good()).isTrue();
      }
    }

    @Test
    void getsAnotherUidInEachRequest() throws Exception {
      var plugin = new InMemoryPlugin();
      try (var _ = PluginServer.at(socket(), plugin)) {
        probe(socket(), SETTINGS);
      }
      assertThat(plugin.uids)
          .hasSizeGreaterThan(SETTINGS.calls())
          .doesNotHaveDuplicates()
          .allMatch(uid -> uid.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f-]{16}"));
    }
  }

  @Nested
  class OfASocketThatCannotBeReached {
    @Test
    void saysThatTheFileIsMissing() {
      assertThat(unreachable(socket())).startsWith("there is no file " + directory);
    }

    @Test
    void saysThatTheFileIsNoSocket() throws IOException {
      Files.createFile(directory.resolve("kms.sock"));
      assertThat(unreachable(socket())).endsWith("is a file, but not a socket");
    }

    @Test
    void saysThatNobodyListensOnAFileLeftBehind() throws IOException {
      var address = UnixDomainSocketAddress.of(directory.resolve("kms.sock"));
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(address);
      }
      assertThat(unreachable(socket()))
          .startsWith("connection refused: the socket's file is there");
    }

    @Test
    void saysThatNobodyListensOnAnAbstractName() {
      assertThat(unreachable(new UnixAddress.Abstract("keelson-nobody")))
          .startsWith("connection refused: no process listens on this abstract name");
    }

    private static String unreachable(UnixAddress address) {
      Report report = probe(address, SETTINGS);
      assertThat(report.reachable()).isFalse();
      assertThat(report.good()).isFalse();
      assertThat(report.count(Verdict.SKIPPED)).isEqualTo(Rule.values().length - 1);
      assertThat(report.of(Rule.SOCKET).remedy()).isNotEmpty();
      return report.of(Rule.SOCKET).seen();
    }
  }

  @Nested
  class OfAListenerThatIsNoPlugin {
    private static final String NO_CONNECTION =
        "Status failed with DEADLINE_EXCEEDED: no gRPC connection came about within 300 ms,"
            + " the listener refuses this user or is no gRPC server";

    @Test
    void failsWhenItNeverAnswers() throws IOException {
      try (var _ = listen()) {
        assertThat(statusSeen()).isEqualTo(NO_CONNECTION);
      }
    }

    @Test
    void failsWhenItHangsUpAtOnce() throws Exception {
      Thread hangingUp;
      try (var server = listen()) {
        hangingUp = Thread.startVirtualThread(() -> hangUp(server));
        assertThat(statusSeen()).isEqualTo(NO_CONNECTION);
      }
      assertThat(hangingUp.join(Duration.ofSeconds(5))).isTrue();
    }

    private ServerSocketChannel listen() throws IOException {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(directory.resolve("kms.sock")));
    }

    private String statusSeen() {
      Report report = probe(socket(), new ProbeSettings(0, 1, Duration.ofMillis(300), "localhost"));
      assertThat(report.reachable()).isTrue();
      return report.of(Rule.STATUS_ANSWERS).seen();
    }

    private static void hangUp(ServerSocketChannel server) {
      try {
        while (true) {
          server.accept().close();
        }
      } catch (IOException _) {
        return; // the test has closed the socket
      }
    }
  }

  private UnixAddress socket() {
    return new UnixAddress.File(directory.resolve("kms.sock"));
  }

  private static Report probe(UnixAddress address, ProbeSettings settings) {
    return new Probe(address, settings, new SecureRandom()).run(Progress.NONE);
  }

  private static void isOrdered(Latency latency) {
    assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p95());
    assertThat(latency.p99()).isBetween(latency.p95(), latency.max());
  }
}
