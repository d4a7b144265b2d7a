package dev.keelson.token;

import dev.keelson.kek.KekId;
import java.util.Optional;

/// What came of trying a generation.
///
/// @param fault why it does not seal and open; empty when it does
/// @param written whether it is still the key that was made under this label
public record KekProof(KekEntry entry, Optional<String> fault, Written written) {
  /// The fingerprint that was written on the key as its CKA_ID, against the one it has now.
  public enum Written {
    SAME,
    /// Another key has come to have this label, or somebody else wrote a CKA_ID.
    DIFFERENT,
    /// Made before Keelson wrote it, or by the vendor's tool; or the fingerprint is made of it.
    ABSENT;

    static Written of(KekEntry entry) {
      String ckaId = entry.nature().ckaId();
      if (ckaId.isEmpty() || entry.nature().fingerprint() == FingerprintSource.CHECK_VALUE) {
        return ABSENT;
      }
      Optional<String> now = entry.id().map(KekId::fingerprint).map(Object::toString);
      return now.equals(Optional.of(ckaId)) ? SAME : DIFFERENT;
    }
  }

  public boolean good() {
    return fault.isEmpty() && written != Written.DIFFERENT;
  }
}
