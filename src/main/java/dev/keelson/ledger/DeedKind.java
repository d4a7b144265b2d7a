package dev.keelson.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that is worth an entry; a closed set, so that a search misses nothing by spelling.
public enum DeedKind {
  START,
  STOP,
  LOGIN,
  ENCRYPT,
  DECRYPT,
  CREATE,
  ROTATE,
  RETIRE,
  DESTROY,
  ADOPT,
  RESTORE,
  INIT,
  PIN,
  /// A certificate is about to be signed: recorded before the key is used.
  PREPARE,
  ISSUE,
  REVOKE,
  REFUSE,
  RECOVER,
  FAILOVER,
  /// What a crash left half written was cut off.
  REPAIR,
  /// Entries could not be written, so many, before this one.
  GAP,
  CHECKPOINT;

  /// As it stands in the ledger.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DeedKind> ofWord(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
