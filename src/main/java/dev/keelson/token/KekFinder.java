package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Template;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the generations of a keyring on a token, and refuses keys that are not safe to serve.
///
/// @param iv of the token's module
/// @param session logged in, and used by this thread alone
record KekFinder(Cryptoki cryptoki, TokenSlot token, GcmIv iv, long session) {
  /// A key that may be served.
  record FoundKek(KekId id, GenerationLabel label, TokenKey key) {}

  /// The same, in a session.
  KekFinder in(Session other) {
    return new KekFinder(cryptoki, token, iv, other.handle());
  }

  /// All generations, the oldest first; empty when there are none.
  List<FoundKek> find(KeyringName keyring) throws TokenException {
    try {
      return judged(seen(keyring));
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + token, e);
    }
  }

  /// What the token shows, unjudged, the oldest first.
  List<SeenKek> seen(KeyringName keyring) throws CkException {
    List<SeenKek> seen = new ArrayList<>();
    for (long key : secretKeys()) {
      Attributes attributes = attributes(key);
      Optional<GenerationLabel> label = labelWithin(keyring, attributes);
      if (label.isPresent()) {
        seen.add(seen(label.get(), key, attributes));
      }
    }
    seen.sort(Comparator.comparingInt(one -> one.label().generation()));
    return seen;
  }

  /// Refuses unfit keys, and two that cannot be told apart by number or by CKA_ID.
  List<FoundKek> judged(List<SeenKek> seen) throws TokenException {
    Map<Integer, SeenKek> byNumber = new TreeMap<>();
    Map<String, SeenKek> byCkaId = new HashMap<>();
    List<FoundKek> found = new ArrayList<>();
    for (SeenKek one : seen) {
      KekId id =
          one.id()
              .orElseThrow(() ->
                  new KeyringException.UnsafeKey(one.label().toString(), token, one.faults()));
      refuseTwin(byNumber.put(id.generation(), one), one);
      if (!one.ckaId().isEmpty()) {
        refuseTwin(byCkaId.put(one.ckaId(), one), one);
      }
      found.add(new FoundKek(id, one.label(), one.key()));
    }
    return found;
  }

  private void refuseTwin(@Nullable SeenKek twin, SeenKek one) throws TokenException {
    if (twin != null) {
      throw new KeyringException.DuplicateKeys(twin, one, token);
    }
  }

  /// Keys that somebody began to make and did not finish; no daemon looks at them.
  ///
  /// @return handles, by label
  Map<String, List<Long>> unfinished(KeyringName keyring) throws CkException {
    Map<String, List<Long>> unfinished = new TreeMap<>();
    for (long key : secretKeys()) {
      String label = attributes(key).text(Cka.CKA_LABEL);
      if (label.startsWith(KekMaker.unfinishedLabels(keyring))) {
        unfinished.computeIfAbsent(label, _ -> new ArrayList<>()).add(key);
      }
    }
    return unfinished;
  }

  /// Secret keys of exactly this label, for whatever use.
  List<Long> labelled(String label) throws CkException {
    List<Long> labelled = new ArrayList<>();
    for (long key : secretKeys()) {
      if (attributes(key).text(Cka.CKA_LABEL).equals(label)) {
        labelled.add(key);
      }
    }
    return labelled;
  }

  Attributes attributes(long key) throws CkException {
    return cryptoki.attributes(session, key, KekForm.READ);
  }

  /// Only keys that are whole. While another process makes one, SoftHSM (2.6.1) shows it attribute
  /// by attribute, CKA_TOKEN false until all are there; and whoever asks for the attributes of such
  /// a key has SoftHSM write the missing ones, with its own defaults, over what the maker writes:
  /// the new generation is then lost.
  private List<Long> secretKeys() throws CkException {
    return cryptoki.findObjects(
        session, new Template().number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY).yes(Cka.CKA_TOKEN));
  }

  private static Optional<GenerationLabel> labelWithin(KeyringName keyring, Attributes key) {
    return GenerationLabel.parse(key.text(Cka.CKA_LABEL))
        .filter(label -> label.keyring().equals(keyring));
  }

  private SeenKek seen(GenerationLabel label, long handle, Attributes attributes)
      throws CkException {
    var key = new TokenKey(handle, KekForm.of(attributes), iv);
    var seen = new SeenKek(label, key, attributes, Optional.empty());
    return seen.faults().isEmpty()
        ? new SeenKek(label, key, attributes, Optional.of(identified(label, key, attributes)))
        : seen;
  }

  /// The name of a key that is fit.
  KekId identified(GenerationLabel label, TokenKey key, Attributes attributes) throws CkException {
    return new KekId(
        label.keyring(),
        label.generation(),
        new Fingerprinting(cryptoki, session).of(key, attributes));
  }
}
