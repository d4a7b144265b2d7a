package dev.keelson.envelope;

/// Bytes that are not an envelope; the message never quotes them.
public final class MalformedEnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEnvelopeException(String why) {
    super("not an envelope: " + why);
  }
}
