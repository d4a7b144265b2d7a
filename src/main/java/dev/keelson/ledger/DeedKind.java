package dev.keelson.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that is worth an entry; a closed set, so that a search misses nothing by spelling.
public enum DeedKind {
  START,
  STOP,
  /// A running daemon takes a changed configuration.
  CONFIGURE,
  LOGIN,
  ENCRYPT,
  DECRYPT,
  CREATE,
  ROTATE,
  RETIRE,
  DESTROY,
  ADOPT,
  /// A key is about to be copied into another device.
  DUPLICATE,
  RESTORE,
  INIT,
  PIN,
  /// A certificate is about to be signed: recorded before the key is used.
  PREPARE,
  ISSUE,
  REVOKE,
  REFUSE,
  RECOVER,
  /// Recovery copies are about to be opened, or were: recorded at both.
  OPEN_COPIES,
  FAILOVER,
  /// What a crash left half written was cut off.
  REPAIR,
  /// Entries could not be written, so many, before this one.
  GAP,
  CHECKPOINT;

  private static final Map<String, DeedKind> BY_WORD =
      Stream.of(values()).collect(Collectors.toMap(DeedKind::word, kind -> kind));

  private final String word = name().toLowerCase(Locale.ROOT);

  /// As it stands in the ledger.
  public String word() {
    return word;
  }

  public static Optional<DeedKind> ofWord(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }
}
