package dev.keelson.issuer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/// A certificate that is recorded and linted, and may be signed: once.
final class Prepared {
  private final Authority authority;
  private final Serial serial;
  private final Instant notAfter;
  private final byte[] tbs;
  private final AtomicBoolean redeemed = new AtomicBoolean();

  /// @param tbs the `TBSCertificate` (RFC 5280 §4.1), in DER
  Prepared(Authority authority, Serial serial, Instant notAfter, byte[] tbs) {
    this.authority = authority;
    this.serial = serial;
    this.notAfter = notAfter;
    this.tbs = tbs.clone();
  }

  Authority authority() {
    return authority;
  }

  Serial serial() {
    return serial;
  }

  Instant notAfter() {
    return notAfter;
  }

  /// For looking at it.
  byte[] tbs() {
    return tbs.clone();
  }

  /// In hexadecimal digits.
  String tbsSha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(tbs));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Hands out what is to be signed.
  ///
  /// @throws IllegalStateException the second time: one approval never gives two signatures
  byte[] redeem() {
    if (!redeemed.compareAndSet(false, true)) {
      throw new IllegalStateException("the certificate " + serial + " was signed before");
    }
    return tbs();
  }
}
