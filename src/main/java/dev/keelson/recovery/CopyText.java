package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/// What a recovery copy seals: the seed, bound to the key_id and the envelope that it belongs to.
///
/// | offset | bytes | what |
/// |--------|-------|------|
/// | 0 | 32 | SHA-256 of the binding |
/// | 32 | n | seed |
///
/// The binding, whose fields before the last have a fixed length or tell it, so that two different
/// triples never give the same bytes:
///
/// | bytes | what |
/// |-------|------|
/// | 19 | `keelson/recovery/v1` |
/// | 2 | length of the key_id, big-endian |
/// | n | key_id in UTF-8 |
/// | rest | the envelope, whole |
public final class CopyText {
  static final int BINDING_BYTES = 32;

  private static final byte[] DOMAIN = "keelson/recovery/v1".getBytes(UTF_8);
  private static final int MAX_KEY_ID = 1024;

  private CopyText() {}

  /// The caller closes it.
  static SecretBytes of(String keyId, byte[] envelope, SecretBytes seed) {
    byte[] text = Arrays.copyOf(binding(keyId, envelope), BINDING_BYTES + seed.length());
    System.arraycopy(seed.revealBytes(), 0, text, BINDING_BYTES, seed.length());
    return SecretBytes.takeOver(text);
  }

  /// The seed of an opened copy, which the caller closes; empty when the copy was made for another
  /// envelope or key_id, or is none.
  public static Optional<SecretBytes> seed(String keyId, byte[] envelope, SecretBytes opened) {
    if (opened.length() <= BINDING_BYTES) {
      return Optional.empty();
    }
    byte[] bound = Arrays.copyOf(opened.revealBytes(), BINDING_BYTES);
    if (!MessageDigest.isEqual(bound, binding(keyId, envelope))) {
      return Optional.empty();
    }
    return Optional.of(
        SecretBytes.takeOver(
            Arrays.copyOfRange(opened.revealBytes(), BINDING_BYTES, opened.length())));
  }

  private static byte[] binding(String keyId, byte[] envelope) {
    byte[] name = keyId.getBytes(UTF_8);
    if (name.length > MAX_KEY_ID) {
      throw new IllegalArgumentException("a key_id has at most " + MAX_KEY_ID + " bytes");
    }
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(DOMAIN);
      sha256.update(ByteBuffer.allocate(Short.BYTES).putShort((short) name.length).flip());
      sha256.update(name);
      return sha256.digest(envelope);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
