package dev.keelson.ledger;

import java.security.SignatureException;

/// The private key of the checkpoints, wherever it is.
@FunctionalInterface
public interface CheckpointSigner {
  /// Signs with Ed25519, or with ECDSA on P-256 and SHA-256 in DER. It may take as long as a token
  /// takes: no entry waits for it.
  byte[] sign(byte[] note) throws SignatureException;
}
