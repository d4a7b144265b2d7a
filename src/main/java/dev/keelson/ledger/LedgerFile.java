package dev.keelson.ledger;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file of a ledger, named after the first entry in it: `ledger-0000000000000000001.jsonl`.
record LedgerFile(Path path, long first) {
  private static final Pattern NAME = Pattern.compile("ledger-(\\d{19})\\.jsonl");

  static LedgerFile in(Path dir, long first) {
    return new LedgerFile(
        dir.resolve(String.format(Locale.ROOT, "ledger-%019d.jsonl", first)), first);
  }

  /// Empty for what lies beside the files, such as a checkpoint.
  static Optional<LedgerFile> of(Path path) {
    Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LedgerFile(path, Long.parseLong(name.group(1))));
    } catch (NumberFormatException _) {
      return Optional.empty(); // beyond 2^63
    }
  }

  String name() {
    return String.valueOf(path.getFileName());
  }
}
