package dev.keelson.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// SHA-256 of the bytes of one line, without its newline.
///
/// @param hex 64 digits in lower case
public record ChainHash(String hex) {
  static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /// What the first line of a ledger has for a predecessor: 32 bytes of zero.
  public static final ChainHash ZERO = new ChainHash("0".repeat(2 * BYTES));

  public ChainHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a hash has 64 hexadecimal digits");
    }
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
