package dev.keelson.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keelson.issuer.ProfileName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final ProfileName APISERVER = new ProfileName("apiserver");
  private static final ProfileName BACKUP = new ProfileName("backup");
  private static final Optional<String> UNIT = Optional.of("kube-apiserver.service");

  private static final Rules RULES =
      new Rules(
          List.of(
              new Rule(0, OptionalLong.of(0), UNIT, Set.of(APISERVER)),
              new Rule(998, OptionalLong.empty(), Optional.empty(), Set.of(BACKUP)),
              new Rule(0, OptionalLong.empty(), Optional.empty(), Set.of(BACKUP))),
          Set.of(0L, 7L));

  private static Caller caller(long uid, long gid, Optional<String> unit) {
    return new Caller(uid, gid, 4_711, unit);
  }

  private static EnrollmentException.NotPermitted refusal(Caller caller, ProfileName profile) {
    return assertThatExceptionOfType(EnrollmentException.NotPermitted.class)
        .isThrownBy(() -> RULES.requirePermitted(caller, profile))
        .actual();
  }

  @Test
  void permitWhoHasAllThatARuleNames() {
    assertThat(RULES.permits(caller(0, 0, UNIT), APISERVER)).isTrue();
    assertThat(RULES.permits(caller(998, 5, Optional.empty()), BACKUP)).isTrue();
    assertThat(RULES.permits(caller(998, 5, UNIT), BACKUP)).isTrue();
    assertThatCode(() -> RULES.requirePermitted(caller(0, 0, UNIT), APISERVER))
        .doesNotThrowAnyException();
  }

  @Test
  void permitNobodyElse() {
    assertThat(RULES.permits(caller(1, 0, UNIT), APISERVER)).isFalse();
    assertThat(RULES.permits(caller(0, 1, UNIT), APISERVER)).isFalse();
    assertThat(RULES.permits(caller(0, 0, Optional.empty()), APISERVER)).isFalse();
    assertThat(RULES.permits(caller(0, 0, Optional.of("etcd.service")), APISERVER)).isFalse();
    assertThat(RULES.permits(caller(998, 0, UNIT), APISERVER)).isFalse();
    assertThat(RULES.permits(caller(7, 0, UNIT), BACKUP)).as("an administrator").isFalse();
    assertThat(RULES.permits(caller(0, 0, UNIT), new ProfileName("absent"))).isFalse();
  }

  @Test
  void permitNobodyWhenThereAreNone() {
    var none = new Rules(List.of(), Set.of());
    assertThat(none.permits(caller(0, 0, UNIT), APISERVER)).isFalse();
    assertThat(none.uids()).isEmpty();
    assertThatExceptionOfType(EnrollmentException.NotAdministrator.class)
        .isThrownBy(() -> none.requireAdmin(caller(0, 0, UNIT)));
  }

  @Test
  void nameTheUsersWhoMayCall() {
    assertThat(RULES.uids()).containsExactlyInAnyOrder(0L, 7L, 998L);
  }

  @Test
  void letAdministratorsRevoke() {
    assertThatCode(() -> RULES.requireAdmin(caller(7, 7, Optional.empty())))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(EnrollmentException.NotAdministrator.class)
        .isThrownBy(() -> RULES.requireAdmin(caller(998, 0, UNIT)))
        .withMessage("uid 998 in kube-apiserver.service may not revoke or list certificates");
  }

  @Nested
  class ARefusal {
    @Test
    void tellsTheCallerOfItselfAndOfNobodyElse() {
      assertThat(refusal(caller(0, 0, Optional.of("etcd.service")), APISERVER))
          .hasMessage("uid 0 in etcd.service may not have a certificate of the profile apiserver");
      assertThat(refusal(caller(4_294_967_294L, 0, Optional.empty()), BACKUP))
          .hasMessage("uid 4294967294 may not have a certificate of the profile backup");
    }

    @Test
    void tellsTheLogWhichRuleLackedLeast() {
      assertThat(refusal(caller(0, 0, Optional.of("etcd.service")), APISERVER).nearMiss())
          .isEqualTo("allow[0] has its uid, but unit is etcd.service, not kube-apiserver.service");
      assertThat(refusal(caller(0, 9, UNIT), APISERVER).nearMiss())
          .isEqualTo("allow[0] has its uid, but gid is 9, not 0");
      assertThat(refusal(caller(998, 0, UNIT), APISERVER).nearMiss())
          .isEqualTo("allow[1] has its uid, but profile apiserver is not among its profiles");
      assertThat(refusal(caller(0, 9, Optional.empty()), new ProfileName("a")).nearMiss())
          .isEqualTo("allow[2] has its uid, but profile a is not among its profiles");
      assertThat(refusal(caller(5, 0, UNIT), APISERVER).nearMiss())
          .isEqualTo("no rule has its uid");
    }

    @Test
    void tellsTheLogAllThatTheRuleLacked() {
      var one = new Rules(RULES.allow().subList(0, 1), Set.of());
      assertThatExceptionOfType(EnrollmentException.NotPermitted.class)
          .isThrownBy(() -> one.requirePermitted(caller(0, 9, Optional.empty()), BACKUP))
          .extracting(EnrollmentException.NotPermitted::nearMiss)
          .isEqualTo(
              "allow[0] has its uid, but gid is 9, not 0, and unit is none, not"
                  + " kube-apiserver.service, and profile backup is not among its profiles");
    }
  }

  @Nested
  class ARule {
    @Test
    void namesAProfile() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Rule(0, OptionalLong.empty(), Optional.empty(), Set.of()))
          .withMessageContaining("at least one profile");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4_294_967_295L})
    void namesRealUsersAndGroups(long id) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Rule(id, OptionalLong.empty(), Optional.empty(), Set.of(BACKUP)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Rule(0, OptionalLong.of(id), Optional.empty(), Set.of(BACKUP)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "etcd",
          ".service",
          "etcd.socket",
          "a/b.service",
          "a b.service",
          "*.service"
        })
    void namesAWholeUnitThatHasProcesses(String unit) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Rule(0, OptionalLong.empty(), Optional.of(unit), Set.of(BACKUP)))
          .withMessageContaining("'" + unit + "' is not the whole name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"etcd.service", "etcd@main.service", "a\\x2db:_.scope", "run-1.scope"})
    void mayNameAnyOfThem(String unit) {
      assertThatCode(() -> new Rule(0, OptionalLong.empty(), Optional.of(unit), Set.of(BACKUP)))
          .doesNotThrowAnyException();
    }
  }
}
