package dev.keelson.issuer;

import java.time.Instant;

/// What is known of a certificate that was signed, or may have been.
///
/// @param uid of the caller
/// @param keySha256 of its `SubjectPublicKeyInfo`, in hexadecimal digits
public record IssuedCertificate(
    Serial serial,
    ProfileName profile,
    String subject,
    long uid,
    Instant notBefore,
    Instant notAfter,
    String keySha256,
    State state) {
  /// What became of it.
  public enum State {
    /// A crash or a failure hid whether it was signed: it counts as issued.
    UNKNOWN,
    ISSUED,
    REVOKED
  }

  IssuedCertificate now(State other) {
    return new IssuedCertificate(
        serial, profile, subject, uid, notBefore, notAfter, keySha256, other);
  }
}
