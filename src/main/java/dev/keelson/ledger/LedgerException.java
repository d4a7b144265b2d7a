package dev.keelson.ledger;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why an entry was not written, or not read.
public abstract sealed class LedgerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  private LedgerException(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  /// What to do about it.
  public String remedy() {
    return remedy;
  }

  /// The file system refuses: full, read-only, or not ours.
  public static final class Unusable extends LedgerException {
    private static final long serialVersionUID = 1L;

    public Unusable(Path dir, Exception cause) {
      super(
          "the ledger in " + dir + " cannot be used: " + cause,
          "look at the space, owner and mode of " + dir,
          cause);
    }
  }

  /// Another process has held the lock of the ledger for too long.
  public static final class Busy extends LedgerException {
    private static final long serialVersionUID = 1L;

    public Busy(Path lock, Duration patience) {
      super(
          "another process has held " + lock + " for " + patience.toMillis() + " ms",
          "find it with: fuser " + lock,
          null);
    }
  }

  /// A line that is not what it was when it was written.
  public static final class Damaged extends LedgerException {
    private static final long serialVersionUID = 1L;

    public Damaged(Path file, String why) {
      super(
          file + ": " + why,
          "keelson audit verify tells what is wrong; to begin a new ledger, move the old one away",
          null);
    }
  }

  /// The entry may be written yet, or not: nobody waited for it to the end.
  public static final class Unconfirmed extends LedgerException {
    private static final long serialVersionUID = 1L;

    public Unconfirmed(String why) {
      super(
          "the entry is not known to be on the disk: " + why,
          "look at the disk of the ledger",
          null);
    }
  }

  /// Recorded after the end.
  public static final class Closed extends LedgerException {
    private static final long serialVersionUID = 1L;

    public Closed() {
      super("the ledger is closed", "start Keelson again", null);
    }
  }
}
