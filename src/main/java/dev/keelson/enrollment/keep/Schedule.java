package dev.keelson.enrollment.keep;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// When a certificate is renewed: at half of its life, a tenth sooner or later, as SPIRE does, so
/// that what was issued together is not renewed together.
///
/// The tenth comes from the serial, whose bits are random (RFC 5280 §4.1.2.2, 64 of them at least):
/// each process and each start that looks at a certificate comes to the same time.
final class Schedule {
  private static final double MOST_JITTER = 0.1;
  private static final BigInteger STEPS = BigInteger.valueOf(2_000_003); // prime
  private static final Duration LEAST = Duration.ofSeconds(1);

  private Schedule() {}

  /// For a certificate that was found in a file: half of its life, whoever issued it.
  static Instant due(X509Certificate leaf) {
    Instant from = leaf.getNotBefore().toInstant();
    return from.plus(jittered(Duration.between(from, leaf.getNotAfter().toInstant()), leaf));
  }

  /// For a certificate that has just come with the issuer's wish.
  static Instant due(X509Certificate leaf, Instant now, Instant wish) {
    Instant end = leaf.getNotAfter().toInstant();
    boolean sensible = wish.isAfter(now) && wish.isBefore(end);
    Duration wait =
        sensible ? Duration.between(now, wish) : Duration.between(now, end).dividedBy(2);
    Instant due = now.plus(jittered(wait.multipliedBy(2), leaf));
    Instant soonest = now.plus(LEAST); // a life of seconds is no reason to run hot
    return due.isBefore(soonest) ? soonest : due;
  }

  private static Duration jittered(Duration life, X509Certificate leaf) {
    double of = leaf.getSerialNumber().mod(STEPS).doubleValue() / STEPS.doubleValue();
    double half = 0.5 * (1 + MOST_JITTER * (2 * of - 1));
    return Duration.ofMillis((long) (life.toMillis() * half));
  }
}
