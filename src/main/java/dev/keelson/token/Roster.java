package dev.keelson.token;

import dev.keelson.health.Condition;
import dev.keelson.health.Verdict;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// The tokens of a keyring, and which of them is asked first.
///
/// @param preferred as the configuration orders them
/// @param failovers calls that another than the preferred one answered, though that has the key
record Roster(List<ServedToken> preferred, LongAdder failovers) {
  private static final String REMEDY = "see which keys there are: keelson kek list --config FILE";

  Roster {
    preferred = List.copyOf(preferred);
  }

  Roster(List<ServedToken> preferred) {
    this(preferred, new LongAdder());
  }

  void answered(ServedToken token, KekId id) {
    ServedToken first = preferred.getFirst();
    if (token != first && first.shows(id)) {
      failovers.increment();
    }
  }

  /// Those that have not failed lately before the others, each as preferred.
  List<ServedToken> inTurn() {
    return preferred.size() == 1
        ? preferred
        : preferred.stream().sorted(Comparator.comparing(token -> !token.isSettled())).toList();
  }

  boolean anyServes() {
    return preferred.stream().anyMatch(ServedToken::serves);
  }

  Optional<ServedToken> stuck() {
    return preferred.stream().filter(ServedToken::isStuck).findFirst();
  }

  /// Good when a token that shows the key is.
  Verdict verdict(KekId active) {
    Verdict first = null;
    for (ServedToken token : preferred) {
      if (token.shows(active)) {
        Verdict verdict = token.verdict();
        if (verdict instanceof Verdict.Good) {
          return verdict;
        }
        first = first == null ? verdict : first;
      }
    }
    return first == null ? new Verdict.Bad(new Condition(shownNowhere(active), REMEDY)) : first;
  }

  private static String shownNowhere(KekId id) {
    return "no token shows the key " + id + " any more";
  }

  /// Why nobody can use a key now.
  KekException.TokenTrouble away(KekId id) {
    String why =
        preferred.stream()
            .filter(token -> token.shows(id))
            .flatMap(token -> why(token).stream())
            .collect(Collectors.joining("; "));
    return new KekException.TokenTrouble(why.isEmpty() ? shownNowhere(id) : why, null);
  }

  private static Optional<String> why(ServedToken token) {
    return switch (token.verdict()) {
      case Verdict.Good() -> Optional.empty();
      case Verdict.Bad(var condition) -> Optional.of(condition.what());
    };
  }
}
