package dev.keelson.kms;

import static dev.keelson.e2e.Caller.refusal;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.e2e.Seeds;
import dev.keelson.kek.KekException;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class FailuresTest {
  private static final String INSIDE = "CKR_ONLY_FOR_OUR_LOG";

  private static final Map<KekException, Status.Code> CODES =
      Map.of(
          new KekException.BadSeed(0, 991), Status.Code.INVALID_ARGUMENT,
          new KekException.Tampered(new Exception(INSIDE)), Status.Code.INVALID_ARGUMENT,
          new KekException.UnknownKek(), Status.Code.NOT_FOUND,
          new KekException.TokenTrouble("no answer", new Exception(INSIDE)),
              Status.Code.UNAVAILABLE,
          new KekException.Overloaded(1), Status.Code.RESOURCE_EXHAUSTED,
          new KekException.TooLate(Duration.ofSeconds(1)), Status.Code.DEADLINE_EXCEEDED,
          new KekException.CallerGone(new InterruptedException(INSIDE)), Status.Code.CANCELLED);

  static Stream<Map.Entry<KekException, Status.Code>> codes() {
    return CODES.entrySet().stream();
  }

  @Test
  void knowsEveryMemberOfTheFamily() {
    assertThat(CODES.keySet().stream().map(Object::getClass).collect(toSet()))
        .isEqualTo(Set.of(KekException.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("codes")
  void becomeTheirStatusForEncryptAndDecrypt(Map.Entry<KekException, Status.Code> failure)
      throws Exception {
    var pending = new AtomicReference<Optional<KekException>>(Optional.empty());
    FakeKek.Token token = () -> failIfPending(requireNonNull(pending.get()));
    try (var door = Door.to(FakeKek.keyringOver(token), Door.GOOD)) {
      EncryptResponse sealed = door.caller().seal(Seeds.marked(1));
      pending.set(Optional.of(failure.getKey()));
      assertTells(failure, refusal(() -> door.caller().seal(Seeds.marked(1))));
      assertTells(failure, refusal(() -> door.caller().open(sealed)));
    }
  }

  private static void failIfPending(Optional<KekException> pending) throws KekException {
    if (pending.isPresent()) {
      throw pending.get();
    }
  }

  private static void assertTells(Map.Entry<KekException, Status.Code> failure, Status status) {
    assertThat(status.getCode()).isEqualTo(failure.getValue());
    assertThat(status.getDescription())
        .isEqualTo(failure.getKey().getMessage())
        .doesNotContain(INSIDE);
  }
}
