package dev.keelson.issuer;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/// A certificate's serial number (RFC 5280 §4.1.2.2): positive, at most 20 bytes. etcd's check of
/// revocation looks at nothing else, so no two authorities may ever use one twice.
public record Serial(BigInteger value) {
  private static final int MAX_BYTES = 20;

  /// 128 bits are asked for; 19 bytes leave the sign bit out of every count.
  private static final int RANDOM_BYTES = 17;

  /// In front of what is random: never zero, never negative.
  private static final byte FIRST = 0x4b;

  public Serial {
    if (value.signum() <= 0 || value.toByteArray().length > MAX_BYTES) {
      throw new IllegalArgumentException("a serial is positive and has at most 20 bytes");
    }
  }

  /// A new one: 136 random bits.
  public static Serial random(SecureRandom random) {
    byte[] bytes = new byte[1 + RANDOM_BYTES];
    random.nextBytes(bytes);
    bytes[0] = FIRST;
    return new Serial(new BigInteger(1, bytes));
  }

  /// Reads hexadecimal digits, as openssl and our lists print them.
  ///
  /// @throws IllegalArgumentException when they are no serial
  public static Serial parse(String text) {
    String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{1," + 2 * MAX_BYTES + "}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no serial: write its hexadecimal digits, at most 40");
    }
    return new Serial(new BigInteger(digits, 16));
  }

  /// Lower-case hexadecimal digits, whole bytes.
  @Override
  public String toString() {
    byte[] bytes = value.toByteArray();
    String digits = HexFormat.of().formatHex(bytes);
    return bytes[0] == 0 && bytes.length > 1 ? digits.substring(2) : digits;
  }
}
