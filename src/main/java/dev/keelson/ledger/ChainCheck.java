package dev.keelson.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether each line follows the one before it. After a violation it goes on from the line as it
/// is, so that one change is one violation.
final class ChainCheck {
  private record Place(String file, long line) {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  private static final int MOST_VIOLATIONS = 1000;

  private final LedgerVerifier.Range range;
  private final CheckpointCheck checkpoints;
  private final List<Violation> violations = new ArrayList<>();
  private String file = "";
  private long line;
  private long first;
  private long last;
  private Optional<LedgerFile> begun = Optional.empty();

  /// Of the line before; null before the first, and after one that could not be read.
  private @Nullable ChainHash previous;

  private Place previousPlace = new Place("", 0);

  ChainCheck(LedgerVerifier.Range range, CheckpointCheck checkpoints) {
    this.range = range;
    this.checkpoints = checkpoints;
  }

  void keep(String name, Checkpoint checkpoint) {
    checkpoints.keep(name, checkpoint).ifPresent(what -> violation(name, 0, what));
  }

  void violation(String where, long number, @Nullable String what) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(new Violation(where, number, String.valueOf(what)));
    }
  }

  void file(LedgerFile next) {
    emptyFile(false);
    file = next.name();
    line = 0;
    begun = Optional.of(next);
  }

  boolean isOver() {
    return last >= range.to();
  }

  void line(LineReading reading) {
    line = reading.number();
    switch (reading) {
      case LineReading.Good good -> entry(good.entry(), good.hash());
      case LineReading.Bad bad -> bad(bad.why());
    }
    previousPlace = new Place(file, line);
  }

  private void bad(String why) {
    violation(file, line, why);
    begun = Optional.empty();
    first = first == 0 ? 1 : first;
    last++;
    previous = null;
  }

  private void entry(Entry entry, ChainHash hash) {
    name(entry);
    if (first == 0) {
      first(entry);
    } else if (entry.sequence() > last + 1) {
      violation(file, line, "before it, " + missing(last + 1, entry.sequence() - 1));
    } else if (entry.sequence() <= last) {
      violation(
          file, line, "entry " + entry.sequence() + " stands after " + last + ": out of order");
    } else {
      follows(entry);
    }
    previous = hash;
    last = entry.sequence();
    checkpoints.entry(entry, hash).forEach(what -> violation(file, line, what));
  }

  private void follows(Entry entry) {
    if (previous != null && !entry.previous().equals(previous)) {
      violation(
          file,
          line,
          "it does not follow " + previousPlace + ": one of the two was changed or replaced");
    }
  }

  private void name(Entry entry) {
    if (begun.isPresent() && begun.get().first() != entry.sequence()) {
      violation(
          file, line, "it is entry " + entry.sequence() + ", and the file's name says another");
    }
    begun = Optional.empty();
  }

  /// Where older files were archived, the beginning is believed.
  private void first(Entry entry) {
    first = entry.sequence();
    long wanted = range.from() == 0 ? 1 : range.from();
    if (first > wanted) {
      violation(file, line, "before it, " + missing(wanted, first - 1));
    }
    if (first == 1 && !entry.previous().equals(ChainHash.ZERO)) {
      violation(file, line, "it is the first entry, and follows another");
    }
  }

  private static String missing(long from, long to) {
    return from == to
        ? "entry " + from + " is missing"
        : "entries " + from + " to " + to + " are missing";
  }

  /// The newest file may be empty: a crash came after it was made.
  private void emptyFile(boolean newest) {
    if (begun.isPresent() && !newest) {
      violation(file, 0, "the file is empty");
    }
  }

  Verification end() {
    emptyFile(true);
    if (last == 0) {
      violation(file.isEmpty() ? "ledger" : file, 0, "there is no entry");
    }
    if (range.to() != Long.MAX_VALUE && last < range.to()) {
      violation(file, line, "the ledger ends here, at entry " + last);
    }
    if (!isOver()) {
      checkpoints
          .beyond(last)
          .forEach(what ->
              violation(file, line, "the ledger ends here, at entry " + last + ": " + what));
    }
    return new Verification(
        first, last, checkpoints.compared(), checkpoints.signatures(), violations);
  }
}
