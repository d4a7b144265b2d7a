package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an administrator sees of a keyring: everything, whether it is fit to be served or not.
record KekInventory(KekFinder finder, KeyringName keyring, InstantSource clock) {
  /// A read of the token.
  private interface Look<T> {
    T at(KekFinder finder) throws CkException;
  }

  /// Every key whose label is of the keyring, the oldest first.
  List<SeenKek> seen() throws TokenException {
    return look(finder -> finder.seen(keyring));
  }

  List<KekEntry> entries() throws TokenException {
    return entries(seen());
  }

  List<KekEntry> entries(List<SeenKek> seen) {
    int active = activeNumber(seen);
    return seen.stream()
        .map(one -> KekEntry.of(one, GenerationState.of(one.label().generation(), active)))
        .toList();
  }

  /// 0 when none is active.
  private int activeNumber(List<SeenKek> seen) {
    Instant now = clock.instant();
    return seen.stream()
        .filter(one -> !one.label().activation().isAfter(now))
        .mapToInt(one -> one.label().generation())
        .max()
        .orElse(0);
  }

  Optional<SeenKek> find(KekId id) throws TokenException {
    return seen().stream().filter(one -> one.id().filter(id::equals).isPresent()).findFirst();
  }

  List<UnfinishedKey> unfinished() throws TokenException {
    return look(finder -> finder.unfinished(keyring)).entrySet().stream()
        .map(one -> new UnfinishedKey(one.getKey(), one.getValue().size()))
        .toList();
  }

  /// Handles of the unfinished keys of a label.
  List<Long> unfinished(String label) throws TokenException {
    return look(finder -> finder.unfinished(keyring)).getOrDefault(label, List.of());
  }

  /// The one secret key of a label, made by whatever tool.
  Stranger only(String label) throws TokenException {
    List<Stranger> strangers = look(finder -> strangers(finder, label));
    if (strangers.size() != 1) {
      List<String> ids =
          strangers.stream().map(one -> one.attributes().hex(Cka.CKA_ID)).sorted().toList();
      throw new KeyringException.NotOneKey(label, finder.token(), ids);
    }
    return strangers.getFirst();
  }

  /// A key that is no generation.
  record Stranger(long key, Attributes attributes) {}

  private static List<Stranger> strangers(KekFinder finder, String label) throws CkException {
    List<Stranger> strangers = new ArrayList<>();
    for (long key : finder.labelled(label)) {
      strangers.add(new Stranger(key, finder.attributes(key)));
    }
    return strangers;
  }

  private <T> T look(Look<T> look) throws TokenException {
    try {
      return look.at(finder);
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + finder.token(), e);
    }
  }
}
