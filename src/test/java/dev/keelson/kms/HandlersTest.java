package dev.keelson.kms;

import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keelson.e2e.Seeds;
import dev.keelson.kek.KekException;
import dev.keelson.kms.v2.EncryptRequest;
import dev.keelson.kms.v2.KeyManagementServiceGrpc;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandlersTest {
  private static final int MANY = 500;

  @Test
  void answerInternalWithoutTheReasonWhenTheyBreak() throws Exception {
    FakeKek.Token broken =
        () -> {
          throw new IllegalStateException("a detail of the inside");
        };
    try (var door = Door.to(FakeKek.keyringOver(broken), Door.GOOD)) {
      Status status = refusal(() -> door.caller().seal(Seeds.marked(1)));
      assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(status.getDescription()).isEqualTo("a fault of Keelson");
      assertThat(door.caller().status().getHealthz()).isEqualTo("ok");
    }
  }

  @Test
  void leaveStatusFreeHoweverManyWait() throws Exception {
    var open = new CountDownLatch(1);
    var waiting = new CountDownLatch(MANY);
    FakeKek.Token stuck =
        () -> {
          waiting.countDown();
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new KekException.CallerGone(e);
          }
        };
    try (var door = Door.to(FakeKek.keyringOver(stuck), Door.GOOD)) {
      var stub = KeyManagementServiceGrpc.newFutureStub(door.caller().channel());
      var request =
          EncryptRequest.newBuilder().setPlaintext(ByteString.copyFrom(Seeds.marked(1))).build();
      var answers = IntStream.range(0, MANY).mapToObj(_ -> stub.encrypt(request)).toList();
      waiting.await();
      assertThat(door.caller().status().getKeyId()).startsWith("prod/1/");
      open.countDown();
      for (var answer : answers) {
        assertThat(answer.get().getKeyId()).startsWith("prod/1/");
      }
    }
  }
}
