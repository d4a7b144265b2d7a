package dev.keelson.cli.tpm;

import dev.keelson.kek.KeyringName;

/// The authority's word that keys of one keyring may go to one TPM. No secret.
///
/// @param signature r and s, in hexadecimal
record Approval(String format, String keyring, String parent, String signature) {
  static final String FORMAT = "keelson-tpm-approval/1";
  private static final int SIGNATURE_BYTES = 64;

  Approval {
    Exchange.require(format, FORMAT);
    var _ = new KeyringName(keyring);
    var _ = new PublicArea(parent);
    if (Hex.bytes(signature).length != SIGNATURE_BYTES) {
      throw new IllegalArgumentException("a signature has " + SIGNATURE_BYTES + " bytes");
    }
  }

  static Approval of(KeyringName keyring, PublicArea parent, byte[] signature) {
    return new Approval(FORMAT, keyring.value(), parent.hex(), Hex.of(signature));
  }

  KeyringName ring() {
    return new KeyringName(keyring);
  }

  PublicArea area() {
    return new PublicArea(parent);
  }

  boolean isOf(Authority authority) {
    return authority.signed(Policy.toSign(area(), ring()), Hex.bytes(signature));
  }
}
