package dev.keelson.cli.recover;

/// What became of a seed's copy.
enum Verdict {
  /// The seed is there, and belongs to its envelope.
  OPENED,
  /// No copy for anybody.
  ABSENT,
  /// Copies for other recipients alone.
  FOR_OTHERS,
  /// Not a copy, or not made for the key whose fingerprint it bears.
  NOT_OPENING,
  /// Made for another envelope or key_id.
  OF_ANOTHER_ENVELOPE
}
