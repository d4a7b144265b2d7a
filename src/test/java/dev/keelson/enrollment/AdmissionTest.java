package dev.keelson.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keelson.issuer.ProfileName;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final ProfileName APISERVER = new ProfileName("apiserver");
  private static final Optional<String> UNIT = Optional.of("kube-apiserver.service");
  private static final Caller UNIT_OF_ROOT = new Caller(0, 0, 1, UNIT);
  private static final Caller OTHER_OF_ROOT = new Caller(0, 0, 2, Optional.empty());
  private static final Caller ADMIN = new Caller(7, 7, 3, Optional.empty());

  private final Admission admission =
      new Admission(
          new Rules(
              List.of(new Rule(0, OptionalLong.empty(), UNIT, Set.of(APISERVER))), Set.of(7L)),
          new RateLimit(new RateSettings(1, 2), () -> Instant.EPOCH));

  private static Status refusal(ThrowingCallable call) {
    return Failures.status(
        assertThatExceptionOfType(EnrollmentException.class).isThrownBy(call).actual());
  }

  @Test
  void countsWhatTheRulesPermit() throws Exception {
    admission.requireMayHave(UNIT_OF_ROOT, APISERVER);
    admission.requireMayHave(UNIT_OF_ROOT, APISERVER);
    Status refusal = refusal(() -> admission.requireMayHave(UNIT_OF_ROOT, APISERVER));
    assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getDescription())
        .isEqualTo("uid 0 has asked too often: come again in 3600 s");
  }

  @Test
  void doesNotCountWhatTheyRefuseToAnotherProcessOfTheUser() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(() -> admission.requireMayHave(OTHER_OF_ROOT, APISERVER)).getCode())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
    admission.requireMayHave(UNIT_OF_ROOT, APISERVER);
  }

  @Test
  void letsOnlyAdministratorsRevoke() {
    assertThatCode(() -> admission.requireAdministrator(ADMIN)).doesNotThrowAnyException();
    assertThat(refusal(() -> admission.requireAdministrator(UNIT_OF_ROOT)).getCode())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
  }
}
