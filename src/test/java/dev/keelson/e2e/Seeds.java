package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Seeds that a search through a log would find, in whatever form they got there.
public final class Seeds {
  public static final int BYTES = 32;

  private Seeds() {}

  /// 32 bytes of ASCII, another for each number.
  public static byte[] marked(int number) {
    return String.format(Locale.ROOT, "Seed-%04d-MUST-not-be-seen-%06d", number, number)
        .substring(0, BYTES)
        .getBytes(US_ASCII);
  }

  /// Any length, recognisable.
  public static byte[] ofLength(int length) {
    byte[] seed = new byte[length];
    for (int i = 0; i < length; i++) {
      seed[i] = (byte) ('a' + i % 26);
    }
    return seed;
  }

  /// How bytes look when a program prints them by mistake.
  public static List<String> printed(byte[] secret) {
    String hex = HexFormat.of().formatHex(secret);
    return Stream.of(
            new String(secret, US_ASCII),
            hex,
            hex.toUpperCase(Locale.ROOT),
            unpadded(Base64.getEncoder().encodeToString(secret)),
            unpadded(Base64.getUrlEncoder().encodeToString(secret)),
            Arrays.toString(secret).replaceAll("[\\[\\]]", ""))
        .toList();
  }

  /// Without its last characters, which depend on what follows the secret.
  private static String unpadded(String base64) {
    return base64.replace("=", "").substring(0, base64.length() / 4 * 4 - 4);
  }
}
