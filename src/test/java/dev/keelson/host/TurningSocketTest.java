package dev.keelson.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.e2e.Caller;
import dev.keelson.kms.v2.KeyManagementServiceGrpc.KeyManagementServiceImplBase;
import dev.keelson.kms.v2.StatusRequest;
import dev.keelson.kms.v2.StatusResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TurningSocketTest {
  private static final Duration SOON = Duration.ofMillis(100);

  @TempDir private Path dir;

  @Test
  void turnsUnlessAServiceHoldsItsThread() throws Exception {
    var address = new UnixAddress.File(dir.resolve("kms.sock"));
    var service = new Holding();
    try (var server = UnixServer.start(SocketSettings.privateAt(address), service);
        var caller = Caller.at(address)) {
      assertThat(server.turns(Duration.ofSeconds(5))).isTrue();
      Thread call = Thread.startVirtualThread(caller::status);
      service.entered.await();
      assertThat(server.turns(SOON)).isFalse();
      service.open.countDown();
      call.join();
      assertThat(server.turns(Duration.ofSeconds(5))).isTrue();
    }
  }

  /// What no service must do.
  private static final class Holding extends KeyManagementServiceImplBase {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      answer.onNext(StatusResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
