package dev.keelson.issuer;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How an issuer is.
///
/// @param authorityNotAfter when the issuing certificate expires
/// @param nextExpiry when the first of the certificates expires that is the last of its profile: so
///   long the token may be away
/// @param overdue clients whose last certificate is past three quarters of its life, or expired
///   within the hour: nobody has renewed it
/// @param refused by cause
/// @param trouble why no authority serves, or the list of the revoked is not fresh
public record IssuerHealth(
    Optional<Instant> authorityNotAfter,
    Optional<CrlHealth> crl,
    Optional<Instant> nextExpiry,
    long unexpired,
    long overdue,
    long issued,
    Map<String, Long> refused,
    Optional<Trouble> trouble) {
  /// The published list of the revoked.
  public record CrlHealth(BigInteger number, Instant nextUpdate) {}

  /// What is wrong, and what to do about it.
  public record Trouble(String what, String remedy) {}

  public IssuerHealth {
    refused = Map.copyOf(refused);
  }
}
