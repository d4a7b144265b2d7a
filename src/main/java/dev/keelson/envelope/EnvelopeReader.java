package dev.keelson.envelope;

import java.nio.ByteBuffer;

/// Takes an envelope's fields in order and never reads past the end.
final class EnvelopeReader {
  private final ByteBuffer in;

  EnvelopeReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  int octet(String field) throws MalformedEnvelopeException {
    return Byte.toUnsignedInt(take(field, 1).get());
  }

  int twoOctets(String field) throws MalformedEnvelopeException {
    return Short.toUnsignedInt(take(field, 2).getShort());
  }

  byte[] bytes(String field, int length) throws MalformedEnvelopeException {
    byte[] taken = new byte[length];
    take(field, length).get(taken);
    return taken;
  }

  void end() throws MalformedEnvelopeException {
    if (in.hasRemaining()) {
      throw new MalformedEnvelopeException("bytes after its end");
    }
  }

  private ByteBuffer take(String field, int length) throws MalformedEnvelopeException {
    if (in.remaining() < length) {
      throw new MalformedEnvelopeException("it ends within its " + field);
    }
    return in;
  }
}
