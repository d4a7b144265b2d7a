package dev.keelson.kms;

import static dev.keelson.e2e.Caller.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.keelson.e2e.Caller;
import dev.keelson.e2e.Seeds;
import dev.keelson.health.Condition;
import dev.keelson.health.Verdict;
import dev.keelson.kek.Annotation;
import dev.keelson.kek.Generation;
import dev.keelson.kek.Keyring;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KmsServiceTest {
  private static final FakeKek.Token WELL = () -> {};

  @Nested
  class StatusCall {
    @Test
    void isExactlyWhatTheContractWantsWhenAllIsWell() throws Exception {
      try (var door = Door.to(FakeKek.keyringOver(WELL), Door.GOOD)) {
        var status = door.caller().status();
        assertThat(status.getVersion()).isEqualTo("v2");
        assertThat(status.getHealthz()).isEqualTo("ok");
        assertThat(status.getKeyId()).isEqualTo(FakeKek.numbered(1, WELL).id().toString());
      }
    }

    @Test
    void isAnErrorWithTheReasonAsSoonAsTheVerdictIsBad() throws Exception {
      var verdict = new AtomicReference<Verdict>(new Verdict.Good());
      try (var door = Door.to(FakeKek.keyringOver(WELL), () -> requireNonNull(verdict.get()))) {
        door.caller().status();
        verdict.set(new Verdict.Bad(new Condition("the token is gone", "look for it")));
        Status refused = refusal(() -> door.caller().status());
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getDescription()).isEqualTo("the token is gone");
        verdict.set(new Verdict.Good());
        assertThat(door.caller().status().getHealthz()).isEqualTo("ok");
      }
    }

    @Test
    void neverTouchesAKey() throws Exception {
      var touches = new AtomicInteger();
      try (var door = Door.to(FakeKek.keyringOver(touches::incrementAndGet), Door.GOOD)) {
        for (int i = 0; i < 10; i++) {
          door.caller().status();
        }
        assertThat(touches).hasValue(0);
        door.caller().seal(Seeds.marked(1));
        assertThat(touches).hasValue(1);
      }
    }
  }

  @Nested
  class Annotations {
    @Test
    void areAnsweredWithTheCiphertextAndTakenBackWithIt() throws Exception {
      var kek = FakeKek.numbered(1, WELL);
      var keyring =
          new Keyring(
              kek.id().keyring(),
              () -> List.of(new Generation(kek, Instant.EPOCH)),
              () -> Instant.EPOCH,
              (_, _, _) -> List.of(new Annotation("a.recovery.keelson.dev", new byte[] {1, 2})));
      keyring.refresh();
      try (var door = Door.to(keyring, Door.GOOD)) {
        var sealed = door.caller().seal(Seeds.marked(1));
        assertThat(sealed.getAnnotationsMap())
            .isEqualTo(Map.of("a.recovery.keelson.dev", ByteString.copyFrom(new byte[] {1, 2})));
        assertThat(door.caller().open(sealed)).isEqualTo(Seeds.marked(1));
        var without = Caller.opening(sealed).clearAnnotations().build();
        assertThat(door.caller().open(without)).isEqualTo(Seeds.marked(1));
      }
    }
  }

  @Nested
  class ChangeOfGeneration {
    private static final Instant SWITCH = Instant.parse("2026-06-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(SWITCH.minusSeconds(1));
    private final FakeKek first = FakeKek.numbered(1, WELL);
    private final FakeKek second = FakeKek.numbered(2, WELL);
    private final Keyring keyring =
        FakeKek.keyring(
            now::get, new Generation(first, Instant.EPOCH), new Generation(second, SWITCH));

    @Test
    void happensInStatusAndEncryptInTheSameStep() throws Exception {
      try (var door = Door.to(keyring, Door.GOOD)) {
        assertBothTell(door, first);
        now.set(SWITCH.minusMillis(1));
        assertBothTell(door, first);
        now.set(SWITCH);
        assertBothTell(door, second);
      }
    }

    @Test
    void leavesWhatTheOldOneSealedOpenable() throws Exception {
      try (var door = Door.to(keyring, Door.GOOD)) {
        EncryptResponse sealed = door.caller().seal(Seeds.marked(2));
        now.set(SWITCH);
        assertThat(door.caller().open(sealed)).isEqualTo(Seeds.marked(2));
      }
    }

    private static void assertBothTell(Door door, FakeKek kek) {
      assertThat(door.caller().status().getKeyId()).isEqualTo(kek.id().toString());
      assertThat(door.caller().seal(Seeds.marked(1)).getKeyId()).isEqualTo(kek.id().toString());
    }
  }
}
