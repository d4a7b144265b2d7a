package dev.keelson.ledger;

import java.time.Duration;

/// Something that was done, or refused, as it is told to the ledger.
///
/// It has no component of bytes, and none of free names: a seed, a ciphertext or a PIN does not
/// fit.
public record Deed(DeedKind kind, Call call, Outcome outcome, Details details) {
  /// How it ended, and how long it took.
  public record Outcome(Result result, Duration latency) {
    public Outcome {
      if (latency.isNegative() || latency.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a latency is 0 to 30 days");
      }
    }
  }

  static final Duration LONGEST = Duration.ofDays(30);

  /// A deed of the daemon or of an administrator, that succeeded.
  public static Deed of(DeedKind kind, Details details) {
    return new Deed(kind, Call.NONE, new Outcome(Result.OK, Duration.ZERO), details);
  }

  public Deed on(Call other) {
    return new Deed(kind, other, outcome, details);
  }

  public Deed ended(Result result, Duration latency) {
    return new Deed(kind, call, new Outcome(result, latency), details);
  }

  /// Good decrypts come in bursts when an API server starts, and one tells as much as a hundred.
  boolean mayBeGrouped() {
    return kind == DeedKind.DECRYPT && outcome.result() == Result.OK && details.texts().isEmpty();
  }
}
