package dev.keelson.kms;

import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keelson.e2e.Seeds;
import dev.keelson.kek.KekException;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ImpatientCallerTest {
  private static final EncryptRequest REQUEST =
      EncryptRequest.newBuilder().setPlaintext(ByteString.copyFrom(Seeds.marked(1))).build();

  private final OnePlace token = new OnePlace();

  @Test
  void freesItsPlaceWhenItCancels() throws Exception {
    try (var door = Door.to(FakeKek.keyringOver(token), Door.GOOD)) {
      var call = KeyManagementServiceGrpc.newFutureStub(door.caller().channel()).encrypt(REQUEST);
      token.awaitTaken();
      call.cancel(true);
      assertPlaceIsFree(door);
    }
  }

  @Test
  void isToldByItsOwnDeadlineAndFreesItsPlace() throws Exception {
    try (var door = Door.to(FakeKek.keyringOver(token), Door.GOOD)) {
      var hurried = door.caller().stub().withDeadlineAfter(200, TimeUnit.MILLISECONDS);
      assertThat(refusal(() -> hurried.encrypt(REQUEST)).getCode())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      token.awaitTaken();
      assertPlaceIsFree(door);
    }
  }

  @Test
  void freesItsPlaceWhenItsConnectionBreaks() throws Exception {
    try (var door = Door.to(FakeKek.keyringOver(token), Door.GOOD)) {
      var _ = KeyManagementServiceGrpc.newFutureStub(door.caller().channel()).encrypt(REQUEST);
      token.awaitTaken();
      door.caller().close();
      token.awaitFree();
    }
  }

  private void assertPlaceIsFree(Door door) throws InterruptedException {
    token.awaitFree();
    token.answer();
    assertThat(door.caller().seal(Seeds.marked(2)).getKeyId()).startsWith("prod/1/");
  }

  /// A token that works on one call at a time, and answers none until told to.
  private static final class OnePlace implements FakeKek.Token {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Semaphore place = new Semaphore(1);
    private final Semaphore taken = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);

    @Override
    public void touch() throws KekException {
      try {
        place.acquire();
        taken.release();
        try {
          answers.acquire();
        } finally {
          place.release();
        }
      } catch (InterruptedException e) {
        throw new KekException.CallerGone(e);
      }
    }

    void awaitTaken() throws InterruptedException {
      assertThat(taken.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    void awaitFree() throws InterruptedException {
      assertThat(place.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      place.release();
    }

    void answer() {
      answers.release();
    }
  }
}
