package dev.keelson.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the entries are those that checkpoints tell of.
final class CheckpointCheck {
  private record Kept(String file, Checkpoint checkpoint) {}

  private final List<NoteKey> keys;
  private final Map<Long, ChainHash> hashes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ChainHash> eldest) {
          return size() > 2 * Checkpointer.MOST_BEHIND;
        }
      };
  private final TreeMap<Long, List<Kept>> kept = new TreeMap<>();
  private long compared;
  private long signatures;

  CheckpointCheck(List<NoteKey> keys) {
    this.keys = keys;
  }

  /// Takes one from elsewhere, and tells what is wrong with it by itself.
  Optional<String> keep(String file, Checkpoint checkpoint) {
    kept.computeIfAbsent(checkpoint.head().size(), _ -> new ArrayList<>())
        .add(new Kept(file, checkpoint));
    return unsigned(checkpoint);
  }

  /// Compares what is known of this entry, and what it tells of others.
  List<String> entry(Entry entry, ChainHash hash) {
    List<String> faults = new ArrayList<>();
    hashes.put(entry.sequence(), hash);
    for (Kept known : kept.getOrDefault(entry.sequence(), List.of())) {
      compared++;
      if (!known.checkpoint().head().hash().equals(hash)) {
        faults.add("this entry is not the one of the checkpoint " + known.file());
      }
    }
    if (entry.deed().kind() == DeedKind.CHECKPOINT) {
      inLedger(entry).ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<String> inLedger(Entry entry) {
    try {
      String note = entry.deed().details().texts().getOrDefault(Detail.NOTE, "");
      var checkpoint = Checkpoint.parse(note);
      Head head = checkpoint.head();
      if (head.size() >= entry.sequence()) {
        return Optional.of("the checkpoint is of entries that come after it");
      }
      ChainHash hash = hashes.get(head.size());
      if (hash != null && !hash.equals(head.hash())) {
        return Optional.of("entry " + head.size() + " is not the one of this checkpoint");
      }
      compared += hash == null ? 0 : 1;
      return unsigned(checkpoint);
    } catch (MalformedNoteException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> unsigned(Checkpoint checkpoint) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (NoteKey key : keys) {
        if (key.signed(checkpoint)) {
          signatures++;
          return Optional.empty();
        }
      }
      return Optional.of("the checkpoint has no good signature of a given key");
    } catch (MalformedNoteException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Checkpoints of entries that are not there.
  List<String> beyond(long last) {
    return kept.tailMap(last, false).values().stream()
        .flatMap(List::stream)
        .map(known ->
            "the checkpoint " + known.file() + " knows of " + known.checkpoint().head().size())
        .toList();
  }

  long compared() {
    return compared;
  }

  long signatures() {
    return signatures;
  }
}
