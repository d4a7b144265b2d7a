package dev.keelson.issuer;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// A certificate that is signed, verified and recorded.
public record Issued(X509Certificate certificate, Authority authority, Serial serial) {
  /// When to ask for the next one: half its time is then left for a token that is away.
  public Instant renewAt() {
    Instant from = certificate.getNotBefore().toInstant().plus(LeafShape.BACKDATE);
    Instant to = certificate.getNotAfter().toInstant();
    return from.plus(Duration.between(from, to).dividedBy(2));
  }
}
