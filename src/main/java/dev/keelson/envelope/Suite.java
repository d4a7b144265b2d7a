package dev.keelson.envelope;

import java.util.Arrays;
import java.util.Optional;

/// The algorithm of an envelope: how the token's key seals it.
public enum Suite {
  /// AES-256-GCM in the token, the IV from the daemon (NIST SP 800-38D §8.2.2: 96 random bits).
  AES_256_GCM(1, "aes-256-gcm", 12, 12),

  /// AES-256-GCM in the token, which makes the IV: 12 bytes, or 16 on a Luna in FIPS mode.
  AES_256_GCM_HSM_IV(2, "aes-256-gcm-hsm-iv", 12, 16),

  /// The token's HMAC-SHA256 key makes a one-time AES-256 key of the nonce, which stands where
  /// other suites have the IV; AES-256-GCM under that key, in the daemon.
  HMAC_KDF_AES_256_GCM(3, "hmac-kdf-aes-256-gcm", 32, 32);

  private static final int TAG_BYTES = 16;

  private final int number;
  private final String label;
  private final int ivBytes;
  private final int otherIvBytes;

  /// @param ivBytes how long an IV is
  /// @param otherIvBytes or how long instead
  Suite(int number, String label, int ivBytes, int otherIvBytes) {
    this.number = number;
    this.label = label;
    this.ivBytes = ivBytes;
    this.otherIvBytes = otherIvBytes;
  }

  /// The suite of a public name.
  public static Optional<Suite> named(String label) {
    return Arrays.stream(values()).filter(suite -> suite.label.equals(label)).findFirst();
  }

  /// The suite of a number read from an envelope.
  static Optional<Suite> numbered(int number) {
    return Arrays.stream(values()).filter(suite -> suite.number == number).findFirst();
  }

  int number() {
    return number;
  }

  /// Whether an IV, or a nonce, may be so long.
  public boolean hasIvsOf(int bytes) {
    return bytes == ivBytes || bytes == otherIvBytes;
  }

  /// How long an IV is; the shorter length where the token chooses.
  public int ivBytes() {
    return ivBytes;
  }

  int longestIvBytes() {
    return otherIvBytes;
  }

  public int tagBytes() {
    return TAG_BYTES;
  }

  /// The public name, as in documents and reports.
  @Override
  public String toString() {
    return label;
  }
}
