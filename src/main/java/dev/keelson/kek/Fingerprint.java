package dev.keelson.kek;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// A short name of key material that two different keys cannot share: 16 hexadecimal digits.
public record Fingerprint(String hex) {
  private static final int BYTES = 8;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a fingerprint is 16 hexadecimal digits");
    }
  }

  /// The fingerprint of what only this key makes of a fixed input, such as a tag or a MAC.
  public static Fingerprint ofKeyedOutput(byte[] output) {
    return new Fingerprint(HexFormat.of().formatHex(Sha256.of(output), 0, BYTES));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
