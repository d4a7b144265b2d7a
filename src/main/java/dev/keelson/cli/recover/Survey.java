package dev.keelson.cli.recover;

import dev.keelson.cli.RefusedException;
import dev.keelson.cli.probe.Progress;
import dev.keelson.kek.KekId;
import dev.keelson.recovery.EtcdDump;
import dev.keelson.recovery.MalformedDumpException;
import dev.keelson.recovery.MalformedValueException;
import dev.keelson.recovery.SealedSeed;
import dev.keelson.recovery.StoredValue;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a dump of etcd holds: read once for its seeds, which are few, and once more for its values,
/// which may be more than the memory.
final class Survey {
  /// What is not looked at any further, and why.
  enum LeftOut {
    NOT_KMS_V2,
    OTHER_PROVIDER,
    OTHER_PLUGIN,
    UNREADABLE
  }

  /// What is done with a value that Keelson sealed.
  interface Each {
    void value(byte[] key, StoredValue value) throws RefusedException;
  }

  private final Path dump;
  private final Optional<String> provider;
  private final Progress progress;
  private final Map<SealedSeed, Integer> seeds = new LinkedHashMap<>();
  private final Map<LeftOut, Integer> leftOut = new TreeMap<>();
  private final Set<String> keyIds = new LinkedHashSet<>();

  /// @param provider whose values alone count; those of every one when empty
  Survey(Path dump, Optional<String> provider, Progress progress) {
    this.dump = dump;
    this.provider = provider;
    this.progress = progress;
  }

  /// The first reading.
  void lookForSeeds() throws RefusedException {
    read((key, bytes) -> {
      Optional<LeftOut> why = whyLeftOut(bytes);
      if (why.isPresent()) {
        leftOut.merge(why.get(), 1, Integer::sum);
        return;
      }
      SealedSeed seed = parsed(bytes).seed();
      seeds.merge(seed, 1, Integer::sum);
      keyIds.add(seed.keyId());
    });
  }

  /// Each seed, with how many values were written under it.
  Map<SealedSeed, Integer> seeds() {
    return seeds;
  }

  Set<String> keyIds() {
    return keyIds;
  }

  int leftOut(LeftOut why) {
    return leftOut.getOrDefault(why, 0);
  }

  int values() {
    return seeds.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The second reading, of the same values in the same order.
  void forEach(Each each) throws RefusedException {
    read((key, bytes) -> {
      if (whyLeftOut(bytes).isEmpty()) {
        each.value(key, parsed(bytes));
      }
    });
  }

  private Optional<LeftOut> whyLeftOut(byte[] bytes) {
    try {
      var value = StoredValue.parse(bytes);
      if (value.isEmpty()) {
        return Optional.of(LeftOut.NOT_KMS_V2);
      }
      if (!value.get().provider().equals(provider.orElse(value.get().provider()))) {
        return Optional.of(LeftOut.OTHER_PROVIDER);
      }
      return KekId.parse(value.get().seed().keyId()).isEmpty()
          ? Optional.of(LeftOut.OTHER_PLUGIN)
          : Optional.empty();
    } catch (MalformedValueException _) {
      return Optional.of(LeftOut.UNREADABLE);
    }
  }

  private static StoredValue parsed(byte[] bytes) {
    try {
      return StoredValue.parse(bytes).orElseThrow();
    } catch (MalformedValueException e) {
      throw new IllegalStateException("it was read a moment ago", e);
    }
  }

  private void read(EtcdDump.Visitor<RefusedException> visitor) throws RefusedException {
    try (InputStream file = Files.newInputStream(dump)) {
      var counted = new CountingStream(new BufferedInputStream(file), Files.size(dump), progress);
      EtcdDump.read(counted, visitor);
    } catch (MalformedDumpException | IOException e) {
      throw unreadable(e);
    }
  }

  private RefusedException unreadable(Exception e) {
    return new RefusedException(
        dump + " cannot be used: " + e.getMessage(),
        "make it by: etcdctl get --prefix /registry -w json > " + dump);
  }
}
