package dev.keelson.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// The additional authenticated data that ties an envelope to its version, suite and key.
///
/// | bytes | what |
/// |-------|------|
/// | 16 | `keelson/envelope` |
/// | 1 | version |
/// | 1 | suite |
/// | rest | key_id in UTF-8 |
///
/// Only the last field has a variable length, so two different triples never give the same bytes.
public final class Aad {
  private static final byte[] DOMAIN = "keelson/envelope".getBytes(UTF_8);

  private Aad() {}

  public static byte[] of(Suite suite, String keyId) {
    byte[] name = keyId.getBytes(UTF_8);
    return ByteBuffer.allocate(DOMAIN.length + 2 + name.length)
        .put(DOMAIN)
        .put((byte) Envelope.VERSION)
        .put((byte) suite.number())
        .put(name)
        .array();
  }
}
