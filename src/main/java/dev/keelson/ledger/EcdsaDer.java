package dev.keelson.ledger;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/// `Ecdsa-Sig-Value` (RFC 3279 §2.2.3), the form that signed notes have, for the curve P-256.
///
/// Invariant: no length needs more than one byte.
final class EcdsaDer {
  private static final int NUMBER_BYTES = 32;
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private EcdsaDer() {}

  /// @param raw the two numbers of a signature, one after the other
  static byte[] of(byte[] raw) {
    if (raw.length != 2 * NUMBER_BYTES) {
      throw new IllegalArgumentException(
          "a signature on P-256 has 64 bytes, this one has " + raw.length);
    }
    var numbers = new ByteArrayOutputStream();
    numbers.writeBytes(element(INTEGER, number(raw, 0)));
    numbers.writeBytes(element(INTEGER, number(raw, NUMBER_BYTES)));
    return element(SEQUENCE, numbers.toByteArray());
  }

  private static byte[] number(byte[] raw, int from) {
    return new BigInteger(1, Arrays.copyOfRange(raw, from, from + NUMBER_BYTES)).toByteArray();
  }

  private static byte[] element(int tag, byte[] content) {
    var element = new ByteArrayOutputStream();
    element.write(tag);
    element.write(content.length);
    element.writeBytes(content);
    return element.toByteArray();
  }
}
