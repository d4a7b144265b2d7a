package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("kms")
@Timeout(60)
class StopTest {
  private static final int CALLERS = 16;
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Test
  void endsEveryCallUnderWayAndRefusesTheRest() throws Exception {
    var load = new Load();
    try (var daemon = site.serve();
        var callers = Executors.newVirtualThreadPerTaskExecutor();
        var one = Caller.at(site.address());
        var other = Caller.at(site.address())) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(load.by(i % 2 == 0 ? one : other, i));
      }
      assertThat(load.underWay.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.terminate()).isEqualTo(143);
      callers.shutdown();
      assertThat(callers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(daemon.output().lines().toList().getLast()).endsWith("stop end");
      assertThat(daemon.output()).doesNotContain("Exception", "result=CANCELLED", "\tat ");
    }
    assertThat(load.wrong).isEmpty();
    assertThat(load.ends).hasSize(CALLERS).containsOnly(Status.Code.UNAVAILABLE);
    assertThat(site.besideSocket()).containsExactly(".kms.sock.lock");
  }

  @Test
  void isCleanFromTheReadyLineOn() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (var daemon = site.serve()) {
        assertThat(daemon.terminate()).isEqualTo(143);
        assertThat(daemon.output()).endsWith("stop end\n").doesNotContain("replace-stale-socket");
      }
    }
  }

  /// Two connections, many calls at once on each, until the first refusal of each caller.
  private static final class Load {
    private final CountDownLatch underWay = new CountDownLatch(CALLERS * 20);
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<Status.Code> ends = new ConcurrentLinkedQueue<>();

    Runnable by(Caller caller, int number) {
      byte[] seed = Seeds.marked(number);
      return () -> {
        try {
          while (true) {
            EncryptResponse sealed = caller.seal(seed);
            byte[] opened = caller.open(sealed);
            if (!Arrays.equals(opened, seed)) {
              wrong.add("caller " + number + " got " + Arrays.toString(opened));
            }
            underWay.countDown();
          }
        } catch (StatusRuntimeException e) {
          ends.add(e.getStatus().getCode());
        }
      };
    }
  }
}
