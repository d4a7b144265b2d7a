package dev.keelson.issuer;

import java.security.PublicKey;

/// The authority's private key, wherever it is.
@FunctionalInterface
public interface CaSigner {
  /// Signs with the private half of a key, as [SignatureScheme] says of it.
  ///
  /// @return as it stands in a certificate: ECDSA in DER, or PKCS#1
  byte[] sign(PublicKey authority, byte[] text) throws SignerException;
}
