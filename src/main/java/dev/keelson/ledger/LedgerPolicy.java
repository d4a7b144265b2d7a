package dev.keelson.ledger;

import java.util.Optional;

/// How the ledger is kept.
///
/// @param mode what the answer to an Encrypt waits for
/// @param checkpoints when its head is signed; empty: never
public record LedgerPolicy(LedgerWriter.Mode mode, Optional<CheckpointSettings> checkpoints) {
  public static final LedgerPolicy DEFAULT =
      new LedgerPolicy(LedgerWriter.Mode.BEST_EFFORT, Optional.of(CheckpointSettings.DEFAULT));
}
