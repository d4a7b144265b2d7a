package dev.keelson.envelope;

import java.util.Arrays;
import java.util.Optional;

/// The algorithm of an envelope: how the token's key seals it.
public enum Suite {
  /// AES-256-GCM in the token, the IV from the daemon (NIST SP 800-38D §8.2.2: 96 random bits).
  AES_256_GCM(1, "aes-256-gcm", 12, 16);

  private final int number;
  private final String label;
  private final int ivBytes;
  private final int tagBytes;

  Suite(int number, String label, int ivBytes, int tagBytes) {
    this.number = number;
    this.label = label;
    this.ivBytes = ivBytes;
    this.tagBytes = tagBytes;
  }

  /// The suite of a number read from an envelope.
  static Optional<Suite> numbered(int number) {
    return Arrays.stream(values()).filter(suite -> suite.number == number).findFirst();
  }

  int number() {
    return number;
  }

  public int ivBytes() {
    return ivBytes;
  }

  public int tagBytes() {
    return tagBytes;
  }

  /// The public name, as in documents and reports.
  @Override
  public String toString() {
    return label;
  }
}
