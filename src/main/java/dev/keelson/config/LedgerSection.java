package dev.keelson.config;

import dev.keelson.ledger.LedgerWriter.Mode;

/// `ledger`: what an answer waits for.
final class LedgerSection {
  static final Keys KEYS = Keys.of("mode");

  static final Mode USUAL = Mode.BEST_EFFORT;

  private static final Kind<Mode> MODE =
      Kind.matching("'best-effort' or 'require'", "best-effort|require", LedgerSection::mode)
          .fix("write best-effort or require, or leave the key out for best-effort");

  private LedgerSection() {}

  static Mode read(Section ledger) {
    return ledger.optional("mode", MODE).orElse(USUAL);
  }

  private static Mode mode(String text) {
    return text.equals("require") ? Mode.REQUIRE : Mode.BEST_EFFORT;
  }
}
