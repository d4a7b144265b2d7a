package dev.keelson.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

  private static final Map<String, Result> BY_WORD =
      Stream.of(values()).collect(Collectors.toMap(Result::word, result -> result));

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /// As it stands in the ledger.
  public String word() {
    return word;
  }

  public static Optional<Result> ofWord(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }
}
