package dev.keelson.cli.tpm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// The public area of an object in a TPM, a `TPM2B_PUBLIC` (TPM 2.0 Part 2 §12.2.5), in
/// hexadecimal.
///
/// | offset | bytes | content               |
/// |--------|-------|-----------------------|
/// | 0      | 2     | length of what follows |
/// | 2      | 2     | type                  |
/// | 4      | 2     | hash of the name: SHA-256, no other |
/// | 6      | 4     | attributes            |
/// | 10     | 2 + n | policy                |
/// |        |       | parameters and unique value, by type |
record PublicArea(String hex) {
  static final int RSA = 0x0001;
  static final int KEYED_HASH = 0x0008;
  static final int ECC = 0x0023;
  static final int SHA256 = 0x000b;

  static final int FIXED_TPM = 0x2;
  static final int FIXED_PARENT = 0x10;
  static final int SENSITIVE_DATA_ORIGIN = 0x20;
  static final int USER_WITH_AUTH = 0x40;
  static final int NO_DA = 0x400;
  static final int ENCRYPTED_DUPLICATION = 0x800;
  static final int RESTRICTED = 0x1_0000;
  static final int DECRYPT = 0x2_0000;
  static final int SIGN = 0x4_0000;

  private static final int LENGTH_BYTES = 2;
  private static final int SHORTEST = 12;

  /// An RSA key of 4096 bits needs 550.
  private static final int LONGEST = 2048;

  PublicArea {
    if (hex.length() > 2 * LONGEST) {
      throw new IllegalArgumentException("a public area has at most " + LONGEST + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    if (bytes.remaining() < SHORTEST || bytes.getShort(0) != bytes.remaining() - LENGTH_BYTES) {
      throw new IllegalArgumentException("it is no public area: its length lies");
    }
    if (bytes.getShort(4) != SHA256) {
      throw new IllegalArgumentException("its name is not by SHA-256");
    }
  }

  static PublicArea of(byte[] body) {
    return new PublicArea(Hex.sized(body));
  }

  /// A `TPMT_PUBLIC`.
  byte[] body() {
    byte[] all = bytes();
    return Arrays.copyOfRange(all, LENGTH_BYTES, all.length);
  }

  private byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  int type() {
    return Short.toUnsignedInt(ByteBuffer.wrap(bytes()).getShort(2));
  }

  int attributes() {
    return ByteBuffer.wrap(bytes()).getInt(6);
  }

  /// What the TPM knows it by, in hexadecimal, as `tpm2_readpublic` shows it: which hash, and the
  /// hash of the area (Part 1 §16).
  String name() {
    return "000b" + Hex.of(Policy.sha256(body()));
  }

  /// Whether keys can be put below it that then cannot leave its TPM unasked. It says so itself:
  /// whether it is in a TPM at all, only a challenge tells.
  boolean isStorageParent() {
    int must =
        FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN | RESTRICTED | DECRYPT | USER_WITH_AUTH;
    return (type() == RSA || type() == ECC)
        && (attributes() & must) == must
        && (attributes() & SIGN) == 0;
  }
}
