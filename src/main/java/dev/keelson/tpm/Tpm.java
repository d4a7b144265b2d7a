package dev.keelson.tpm;

import java.util.Optional;

/// A TPM 2.0, by the way that leads to it.
///
/// @param tcti as in `TPM2_PKCS11_TCTI`: `device:/dev/tpmrm0`, `tabrmd:bus_type=system`
public record Tpm(String tcti) {
  /// How many wrong PINs the TPM has counted.
  ///
  /// @return empty when it is not reached, or tpm2-tss is not installed: whoever needs the TPM then
  ///   finds out by itself
  public Optional<DictionaryAttack> dictionaryAttack() {
    return Tcti.load()
        .flatMap(way -> way.ask(tcti, TpmProperties.command()))
        .flatMap(TpmProperties::parse)
        .flatMap(DictionaryAttack::of);
  }
}
