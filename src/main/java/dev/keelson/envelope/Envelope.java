package dev.keelson.envelope;

import java.nio.ByteBuffer;

/// A sealed seed, as kube-apiserver stores it in etcd.
///
/// | offset | bytes | what |
/// |--------|-------|------|
/// | 0 | 1 | version, 1 |
/// | 1 | 1 | suite |
/// | 2 | 1 | length of the IV, one of the suite's |
/// | 3 | n | IV, or what the suite has in its place |
/// | 3 + n | 2 | length of the rest, big-endian |
/// | 5 + n | m | ciphertext, then tag |
///
/// At most [#MAX_BYTES] long, which is the limit of KMS v2; nothing may follow.
public final class Envelope {
  /// `ciphertext` of KMS v2 has 1 to 1024 bytes (k8s.io/apiserver kmsv2 `envelope.go`).
  public static final int MAX_BYTES = 1024;

  static final int VERSION = 1;
  private static final int FIXED_BYTES = 5;

  private final Suite suite;
  private final byte[] iv;
  private final byte[] sealed;

  /// @param sealed ciphertext and tag
  /// @throws IllegalArgumentException when the parts do not fit the suite or the limit
  public Envelope(Suite suite, byte[] iv, byte[] sealed) {
    if (!suite.hasIvsOf(iv.length)) {
      throw new IllegalArgumentException(suite + " has no IVs of " + iv.length + " bytes");
    }
    if (sealed.length <= suite.tagBytes()) {
      throw new IllegalArgumentException("an envelope seals at least one byte");
    }
    if (sealed.length > MAX_BYTES - FIXED_BYTES - iv.length) {
      throw new IllegalArgumentException("an envelope has at most " + MAX_BYTES + " bytes");
    }
    this.suite = suite;
    this.iv = iv.clone();
    this.sealed = sealed.clone();
  }

  /// The longest plaintext whose envelope stays within [#MAX_BYTES], whatever its IV.
  public static int maxPlaintext(Suite suite) {
    return MAX_BYTES - FIXED_BYTES - suite.longestIvBytes() - suite.tagBytes();
  }

  /// Reads a whole envelope: every length is checked, no byte is left over.
  public static Envelope parse(byte[] bytes) throws MalformedEnvelopeException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedEnvelopeException("longer than " + MAX_BYTES + " bytes");
    }
    var in = new EnvelopeReader(bytes);
    if (in.octet("version") != VERSION) {
      throw new MalformedEnvelopeException("a version this daemon does not know");
    }
    Suite suite =
        Suite.numbered(in.octet("suite"))
            .orElseThrow(() -> new MalformedEnvelopeException("a suite this daemon does not know"));
    int ivBytes = in.octet("IV length");
    if (!suite.hasIvsOf(ivBytes)) {
      throw new MalformedEnvelopeException("an IV length that is not the suite's");
    }
    byte[] iv = in.bytes("IV", ivBytes);
    byte[] sealed = in.bytes("sealed part", in.twoOctets("sealed length"));
    in.end();
    if (sealed.length <= suite.tagBytes()) {
      throw new MalformedEnvelopeException("nothing sealed");
    }
    return new Envelope(suite, iv, sealed);
  }

  public byte[] encode() {
    return ByteBuffer.allocate(FIXED_BYTES + iv.length + sealed.length)
        .put((byte) VERSION)
        .put((byte) suite.number())
        .put((byte) iv.length)
        .put(iv)
        .putShort((short) sealed.length)
        .put(sealed)
        .array();
  }

  public Suite suite() {
    return suite;
  }

  public byte[] iv() {
    return iv.clone();
  }

  /// Ciphertext and tag.
  public byte[] sealed() {
    return sealed.clone();
  }
}
