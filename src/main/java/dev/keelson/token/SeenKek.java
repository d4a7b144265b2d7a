package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Cka;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import java.util.List;
import java.util.Optional;

/// A key whose label is of the keyring, fit to be served or not.
///
/// @param key its handle, good for this login
/// @param id known of keys without faults
record SeenKek(GenerationLabel label, long key, Attributes attributes, Optional<KekId> id) {
  /// What makes it unfit to be served.
  List<String> faults() {
    return AesKek.faults(attributes);
  }

  /// What was written on the key when it was made; the empty string when nothing was.
  String ckaId() {
    return attributes.hex(Cka.CKA_ID);
  }

  /// For people who have to tell two keys apart.
  @Override
  public String toString() {
    String named = id.map(KekId::toString).orElse("an unfit key");
    String written = ckaId().isEmpty() ? "no CKA_ID" : "CKA_ID " + ckaId();
    return named + " (label " + label + ", " + written + ")";
  }
}
