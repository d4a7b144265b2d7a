package dev.keelson.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.e2e.Caller;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Each test ends with a look whether somebody else is served as ever.
@Timeout(30)
class HostileClientTest {
  private static final Duration LIMIT = Duration.ofMillis(700);
  private static final Duration USUAL = Duration.ofMillis(250);
  private static final String DEADLINE_EXCEEDED =
      String.valueOf(Status.Code.DEADLINE_EXCEEDED.value());

  /// Announced as a stream, so that the client sends the beginning of a call at once.
  private static final MethodDescriptor<StatusRequest, StatusResponse> STREAM =
      KeyManagementServiceGrpc.getStatusMethod().toBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .build();

  @TempDir private Path dir;
  private Path socket;
  private UnixServer server;
  private Caller other;

  @BeforeEach
  void serve() throws Exception {
    socket = dir.resolve("kms.sock");
    var address = new UnixAddress.File(socket);
    server =
        UnixServer.start(
            SocketSettings.privateAt(address),
            Sockets.named("a"),
            new UnixServer.Limits(LIMIT, Duration.ofSeconds(2)));
    other = Caller.at(address);
    other.status();
  }

  @AfterEach
  void othersAreServedAsUsual() {
    try (var _ = server;
        var _ = other) {
      assertOthersAreServed();
    }
  }

  private void assertOthersAreServed() {
    List<Duration> latencies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long began = System.nanoTime();
      assertThat(other.status().getKeyId()).isEqualTo("a");
      latencies.add(Duration.ofNanos(System.nanoTime() - began));
    }
    assertThat(latencies.stream().sorted().toList().get(95)).isLessThan(USUAL);
  }

  /// One is open already. What it is served by afterwards shows that a place is free again.
  @Test
  void whoHasTooManyConnectionsIsHungUpOnUntilOneIsClosed() throws Exception {
    List<RawConnection> open = new ArrayList<>();
    for (int i = 1; i < ConnectionLimit.PER_USER; i++) {
      open.add(RawConnection.to(socket));
    }
    try (var oneTooMany = RawConnection.to(socket)) {
      oneTooMany.awaitEnd();
    }
    assertOthersAreServed();
    for (RawConnection each : open) {
      each.close();
    }
    try (var later = Caller.at(new UnixAddress.File(socket))) {
      assertThat(later.stub().withWaitForReady().status(StatusRequest.getDefaultInstance()))
          .extracting(StatusResponse::getKeyId)
          .isEqualTo("a");
    }
  }

  @Test
  void whoOpensCallsAndSaysNothingIsEndedAfterTheLimit() throws Exception {
    try (var hostile = Caller.at(new UnixAddress.File(socket))) {
      long began = System.nanoTime();
      List<CompletableFuture<Status>> silent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        silent.add(open(hostile));
      }
      assertOthersAreServed();
      for (CompletableFuture<Status> call : silent) {
        Status end = call.get(10, TimeUnit.SECONDS);
        assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(end.getDescription()).contains("no request arrived within 700 ms");
      }
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(LIMIT.toNanos());
      assertThat(hostile.status().getKeyId()).isEqualTo("a");
    }
  }

  private static CompletableFuture<Status> open(Caller caller) {
    var end = new CompletableFuture<Status>();
    ClientCall<StatusRequest, StatusResponse> call =
        caller.channel().newCall(STREAM, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    return end;
  }

  @Test
  void whoSendsHalfAMessageIsEndedAfterTheLimit() throws Exception {
    try (var hostile = RawConnection.to(socket)) {
      hostile.preface().headers(1, "Status").data(1, new byte[] {0, 0, 0, 1, 0, 7});
      hostile.headers(3, "Status").data(3, new byte[] {0, 0});
      assertOthersAreServed();
      assertThat(hostile.grpcStatus(1)).isEqualTo(DEADLINE_EXCEEDED);
      assertThat(hostile.grpcStatus(3)).isEqualTo(DEADLINE_EXCEEDED);
    }
  }

  @Test
  void whoAnnouncesAHugeMessageIsRefusedBeforeItIsSent() throws Exception {
    try (var hostile = RawConnection.to(socket)) {
      hostile.preface().headers(1, "Status").data(1, new byte[] {0, 0x7f, 0, 0, 0});
      assertThat(hostile.grpcStatus(1))
          .isEqualTo(String.valueOf(Status.Code.RESOURCE_EXHAUSTED.value()));
    }
  }

  @Test
  void whoDoesNotSpeakHttp2IsHungUpOn() throws Exception {
    try (var hostile = RawConnection.to(socket)) {
      hostile.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(40).getBytes(US_ASCII));
      hostile.awaitEnd();
    }
    try (var hostile = RawConnection.to(socket).preface()) {
      hostile.send(new byte[] {0x10, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3});
      hostile.awaitEnd();
    }
  }

  @Test
  void whoConnectsAndStaysSilentTroublesNobody() throws Exception {
    List<RawConnection> silent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      silent.add(RawConnection.to(socket));
    }
    assertOthersAreServed();
    for (RawConnection connection : silent) {
      connection.close();
    }
  }

  @Test
  void whoSaysNothingDelaysAStopByNoMoreThanItsGrace() throws Exception {
    Path second = dir.resolve("second.sock");
    var stopping =
        UnixServer.start(
            SocketSettings.privateAt(new UnixAddress.File(second)),
            Sockets.named("b"),
            new UnixServer.Limits(Duration.ofSeconds(20), Duration.ofSeconds(1)));
    try (var _ = RawConnection.to(second);
        var half = RawConnection.to(second).preface().headers(1, "Status")) {
      half.data(1, new byte[] {0, 0});
      long began = System.nanoTime();
      stopping.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      half.awaitEnd();
    }
  }

  @RepeatedTest(5)
  void whoBeganACallIsHungUpOnByAStopAtOnce() throws Exception {
    Path second = dir.resolve("second.sock");
    var stopping =
        UnixServer.start(
            SocketSettings.privateAt(new UnixAddress.File(second)),
            Sockets.named("b"),
            new UnixServer.Limits(Duration.ofSeconds(20), Duration.ofMillis(50)));
    List<RawConnection> begun = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      begun.add(RawConnection.to(second).preface().headers(1, "Status").data(1, new byte[] {0}));
    }
    stopping.close();
    for (RawConnection connection : begun) {
      connection.awaitEnd();
      connection.close();
    }
  }

  @Test
  void whoLeavesInTheMiddleOfACallTroublesNobody() throws Exception {
    for (int i = 0; i < 100; i++) {
      RawConnection.to(socket).preface().headers(1, "Status").data(1, new byte[] {0}).close();
    }
  }

  @Test
  void aRequestHasTenSecondsUnlessSaidOtherwise() {
    assertThat(UnixServer.Limits.DEFAULT.request()).isEqualTo(Duration.ofSeconds(10));
    assertThat(UnixServer.Limits.DEFAULT.grace()).isEqualTo(Duration.ofSeconds(10));
  }
}
