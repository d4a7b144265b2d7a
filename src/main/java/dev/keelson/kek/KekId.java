package dev.keelson.kek;

/// The public name of a generation, KMS v2's `key_id`: `<keyring>/<generation>/<fingerprint>`.
///
/// The fingerprint makes a re-used number another name, so no key_id is ever used twice (KEP-3299).
public record KekId(KeyringName keyring, int generation, Fingerprint fingerprint) {
  /// Four digits in a label: with a rotation each day, 27 years.
  public static final int MAX_GENERATION = 9_999;

  public KekId {
    requireGeneration(generation);
  }

  static void requireGeneration(int generation) {
    if (generation < 1 || generation > MAX_GENERATION) {
      throw new IllegalArgumentException("a generation is 1 to " + MAX_GENERATION);
    }
  }

  @Override
  public String toString() {
    return keyring + "/" + generation + "/" + fingerprint;
  }
}
