package dev.keelson.token;

import dev.keelson.envelope.Suite;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A key of a keyring as an administrator sees it.
///
/// @param id empty when the key is not fit to be served
/// @param faults what makes it unfit
/// @param doubts why it may be known outside the token; no reason not to serve it
/// @param nature what kind of key the token says that it is
public record KekEntry(
    GenerationLabel label,
    GenerationState state,
    Optional<KekId> id,
    List<String> faults,
    List<String> doubts,
    Nature nature) {
  /// What the token tells of a key.
  ///
  /// @param ckaId in hexadecimal; empty when the key has none
  /// @param attributes the token's word on each flag, by the standard's name: `true`, `false` or
  ///   `not told`
  public record Nature(
      Suite suite, FingerprintSource fingerprint, String ckaId, Map<String, String> attributes) {}

  static KekEntry of(SeenKek kek, GenerationState state) {
    return new KekEntry(
        kek.label(),
        state,
        kek.id(),
        kek.faults(),
        kek.doubts(),
        new Nature(kek.key().suite(), kek.fingerprintSource(), kek.ckaId(), kek.told()));
  }
}
