package dev.keelson.config;

import dev.keelson.ledger.CheckpointSettings;
import dev.keelson.ledger.LedgerPolicy;
import dev.keelson.ledger.LedgerWriter.Mode;
import java.util.Optional;

/// `ledger`: what an answer waits for, and when the ledger's head is signed.
final class LedgerSection {
  static final Keys KEYS = Keys.of("mode", "checkpoint-interval");

  private static final Kind<Mode> MODE =
      Kind.matching("'best-effort' or 'require'", "best-effort|require", LedgerSection::mode)
          .fix("write best-effort or require, or leave the key out for best-effort");

  private static final Kind<Optional<CheckpointSettings>> CHECKPOINTS =
      new Kind<>(
          "a span of time, or 'off'",
          "write one with its unit, 1s to 24h, or off, or leave the key out for 10m",
          LedgerSection::checkpoints);

  private LedgerSection() {}

  static LedgerPolicy read(Section ledger) {
    return new LedgerPolicy(
        ledger.optional("mode", MODE).orElse(LedgerPolicy.DEFAULT.mode()),
        ledger
            .optional("checkpoint-interval", CHECKPOINTS)
            .orElse(LedgerPolicy.DEFAULT.checkpoints()));
  }

  private static Mode mode(String text) {
    return text.equals("require") ? Mode.REQUIRE : Mode.BEST_EFFORT;
  }

  private static Optional<CheckpointSettings> checkpoints(String text) {
    return text.equals("off")
        ? Optional.empty()
        : Optional.of(CheckpointSettings.DEFAULT.every(Kinds.DURATION.reader().apply(text)));
  }
}
