package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Cka;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A key whose label is of the keyring, fit to be served or not.
///
/// @param id known of keys without faults
record SeenKek(GenerationLabel label, TokenKey key, Attributes attributes, Optional<KekId> id) {
  /// What makes it unfit to be served.
  List<String> faults() {
    List<String> faults = new ArrayList<>(key.form().faults(attributes));
    if (fingerprintSource() == FingerprintSource.CHECK_VALUE
        && (ckaId().isEmpty() || attributes.hex(Cka.CKA_CHECK_VALUE).isEmpty())) {
      faults.add("it has no CKA_SIGN, and CKA_CHECK_VALUE or CKA_ID is missing to tell it by");
    }
    return List.copyOf(faults);
  }

  /// Why it may be known outside the token.
  List<String> doubts() {
    return KekForm.doubts(attributes);
  }

  /// Every flag that matters, by name: `true`, `false` or `not told`.
  Map<String, String> told() {
    return key.form().told(attributes);
  }

  FingerprintSource fingerprintSource() {
    return FingerprintSource.of(key.suite(), attributes);
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
