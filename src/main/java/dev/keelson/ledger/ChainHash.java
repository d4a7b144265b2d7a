package dev.keelson.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of the bytes of one line, without its newline.
///
/// @param hex 64 digits in lower case
public record ChainHash(String hex) {
  static final int BYTES = 32;

  /// What the first line of a ledger has for a predecessor: 32 bytes of zero.
  public static final ChainHash ZERO = new ChainHash("0".repeat(2 * BYTES));

  public ChainHash {
    if (!isHash(hex)) {
      throw new IllegalArgumentException("a hash has 64 hexadecimal digits");
    }
  }

  private static boolean isHash(String hex) {
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return hex.length() == 2 * BYTES;
  }

  public static ChainHash of(byte[] line) {
    return new ChainHash(HexFormat.of().formatHex(sha256().digest(line)));
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
