package dev.keelson.cli.tpm;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Bytes as the files and requests of a ceremony carry them.
final class Hex {
  private Hex() {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /// As a `TPM2B`: with its length before it.
  static String sized(byte[] bytes) {
    return of(
        ByteBuffer.allocate(2 + bytes.length).putShort((short) bytes.length).put(bytes).array());
  }
}
