package dev.keelson.enrollment;

import dev.keelson.issuer.ProfileName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may ask for what, and how often. It is asked at every call: a renewal has no rights of its
/// own.
public record Admission(Rules rules, RateLimit limit) {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /// For a certificate.
  ///
  /// @throws EnrollmentException when no rule gives him one of this profile, or he had enough
  void requireMayHave(Caller caller, ProfileName profile) throws EnrollmentException {
    try {
      rules.requirePermitted(caller, profile);
    } catch (EnrollmentException.NotPermitted e) {
      LOG.warn(
          "refuse profile={} uid={} pid={} cause=\"{}\"",
          profile,
          caller.uid(),
          caller.pid(),
          e.nearMiss());
      throw e;
    }
    // Last: another process of the same user must not use up what a rule gives to one unit alone.
    limit.take(caller.uid());
  }

  /// To list and to revoke.
  ///
  /// @throws EnrollmentException when he is no administrator
  void requireAdministrator(Caller caller) throws EnrollmentException {
    try {
      rules.requireAdmin(caller);
    } catch (EnrollmentException.NotAdministrator e) {
      LOG.warn("refuse uid={} pid={} cause=\"not an admin\"", caller.uid(), caller.pid());
      throw e;
    }
  }
}
