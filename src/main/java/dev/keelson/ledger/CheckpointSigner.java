package dev.keelson.ledger;

/// The private key of the checkpoints, wherever it is.
@FunctionalInterface
public interface CheckpointSigner {
  /// What was signed.
  ///
  /// @param key what the signature verifies with
  /// @param bytes of Ed25519, or of ECDSA on P-256 with SHA-256 in DER
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record Signature(NoteKey key, byte[] bytes) {
    /// A signature of ECDSA on P-256 as PKCS#11 has it: its two numbers, one after the other.
    ///
    /// @throws IllegalArgumentException when it has another length
    public static Signature ofEcdsa(NoteKey key, byte[] raw) {
      return new Signature(key, EcdsaDer.of(raw));
    }
  }

  /// Signs. It may take as long as a token takes: no entry waits for it.
  Signature sign(byte[] note) throws UnsignedException;
}
