package dev.keelson.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Good decrypts of the same caller, key and second, counted until the second is over.
final class Grouping {
  private record Key(Peer peer, String keyId, long second) {}

  private final Map<Key, Stamped> groups = new LinkedHashMap<>();

  void add(Stamped one) {
    Call call = one.deed().call();
    var key = new Key(call.peer(), call.keyId(), one.time().getEpochSecond());
    groups.merge(key, one, Grouping::joined);
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /// Takes out those whose second is over; a clock that was set back makes none of them wait.
  List<Stamped> due(Instant now) {
    return taken(key -> key.second() != now.getEpochSecond());
  }

  List<Stamped> all() {
    return taken(_ -> true);
  }

  private List<Stamped> taken(Predicate<Key> which) {
    List<Stamped> taken = new ArrayList<>();
    groups.entrySet().removeIf(group -> which.test(group.getKey()) && taken.add(group.getValue()));
    return taken;
  }

  /// The first one's time, the longest latency, and no uid, which is that of one call.
  private static Stamped joined(Stamped group, Stamped one) {
    Duration latency = group.deed().outcome().latency();
    Duration other = one.deed().outcome().latency();
    Deed deed =
        group
            .deed()
            .on(group.deed().call().withoutUid())
            .ended(Result.OK, latency.compareTo(other) >= 0 ? latency : other);
    return new Stamped(group.time(), deed, Math.addExact(group.count(), one.count()));
  }
}
