package dev.keelson.enrollment;

import dev.keelson.issuer.ProfileName;

/// Who may ask for what. It is asked at every call: a renewal has no rights of its own.
public interface Admission {
  /// @throws EnrollmentException when no rule gives him a certificate of this profile
  void requireMayHave(Caller caller, ProfileName profile) throws EnrollmentException;

  /// @throws EnrollmentException when no rule is about him
  void requireKnown(Caller caller) throws EnrollmentException;

  /// @throws EnrollmentException when he may not take certificates back
  void requireAdministrator(Caller caller) throws EnrollmentException;
}
