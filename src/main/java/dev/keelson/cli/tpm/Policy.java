package dev.keelson.cli.tpm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.kek.KeyringName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The policies of a ceremony, as digests of 32 bytes, which a TPM arrives at by itself.
///
/// A key's own says only: what the authority has approved for this keyring (TPM2_PolicyAuthorize,
/// Part 3 §23.16). What it approves says: this new parent (TPM2_PolicyDuplicationSelect, §23.15).
/// So a node of next year can be approved then, for keys of today.
///
/// The name of the key is not part of what is approved: an approval admits a TPM to a keyring, with
/// every generation to come, and the authority can stay in its safe when keys are rotated.
final class Policy {
  private static final int POLICY_AUTHORIZE = 0x16a;
  private static final int POLICY_DUPLICATION_SELECT = 0x188;
  private static final byte[] NOTHING_YET = new byte[32];
  private static final byte[] WITHOUT_OBJECT = {0};

  private Policy() {}

  /// Of every key of a keyring that leaves its TPM as the authority says, and not otherwise.
  static byte[] ofKeys(PublicArea authority, KeyringName keyring) {
    byte[] name = Hex.bytes(authority.name());
    byte[] approvedBy = sha256(NOTHING_YET, code(POLICY_AUTHORIZE), name);
    return sha256(approvedBy, reference(keyring));
  }

  /// Of a duplication to this parent.
  static byte[] duplicationTo(PublicArea parent) {
    byte[] name = Hex.bytes(parent.name());
    return sha256(NOTHING_YET, code(POLICY_DUPLICATION_SELECT), name, WITHOUT_OBJECT);
  }

  /// Keeps an approval for one keyring from being one for another of the same authority
  /// (`policyRef`).
  static byte[] reference(KeyringName keyring) {
    return sha256(("keelson tpm keyring " + keyring).getBytes(UTF_8));
  }

  /// What the authority signs (Part 3 §23.16, `aHash`).
  static byte[] toSign(PublicArea parent, KeyringName keyring) {
    byte[] approved = duplicationTo(parent);
    byte[] reference = reference(keyring);
    return ByteBuffer.allocate(approved.length + reference.length)
        .put(approved)
        .put(reference)
        .array();
  }

  private static byte[] code(int command) {
    return ByteBuffer.allocate(4).putInt(command).array();
  }

  static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
