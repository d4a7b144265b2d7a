package dev.keelson.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How a deed ended; a closed set, whose members tell a forger nothing.
public enum Result {
  OK,
  BAD_REQUEST,
  TAMPERED,
  UNKNOWN_KEY,
  DENIED,
  UNAVAILABLE,
  OVERLOADED,
  TOO_LATE,
  CALLER_GONE,
  REFUSED,
  FAILED;

  /// As it stands in the ledger.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Result> ofWord(String word) {
    return Stream.of(values()).filter(result -> result.word().equals(word)).findFirst();
  }
}
