package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.CkException;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.Pin;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of a keyring's generations, in a process of an administrator's own, beside the daemons.
///
/// Each deed is one call of the token that either happened or did not; what it prepares has a label
/// that no daemon takes for a generation.
public final class KekAdmin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KekAdmin.class);

  /// kube-apiserver keeps opened seeds for a day (k8s.io/apiserver kmsv2 `envelope.go`), so what
  /// still needs a key may not show before.
  public static final Duration CACHED = Duration.ofHours(24);

  /// Whether a key may become a generation that could be known outside the token.
  public enum Trust {
    TOKEN_ONLY,
    CEREMONY
  }

  private final AdminLogin admin;
  private final TokenSlot token;
  private final KeyringName keyring;
  private final LaneSettings oneLane;
  private final Surroundings surroundings;
  private final KekInventory inventory;
  private final KekMaker maker;

  private KekAdmin(AdminLogin admin, Surroundings surroundings, Wanted wanted) {
    this.admin = admin;
    this.token = admin.token();
    this.surroundings = surroundings;
    this.keyring = wanted.keyring();
    this.oneLane = wanted.lanes().forCanary();
    var finder = new KekFinder(admin.cryptoki(), token, wanted.iv(), admin.session());
    this.inventory = new KekInventory(finder, keyring, surroundings.clock());
    this.maker = new KekMaker(finder);
  }

  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  public static KekAdmin open(Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    return new KekAdmin(AdminLogin.open(surroundings, wanted.token(), pin), surroundings, wanted);
  }

  /// Every key whose label is of the keyring, the oldest first.
  public List<KekEntry> list() throws TokenException {
    return inventory.entries();
  }

  /// Keys that a killed process left; they hold no number and seal nothing.
  public List<UnfinishedKey> unfinished() throws TokenException {
    return inventory.unfinished();
  }

  /// Makes generation 1 of a keyring that has none, active at once.
  ///
  /// @param suite what it is to seal with; AES-GCM where nobody says and the token has it
  public KekEntry create(Optional<Suite> suite) throws TokenException {
    List<SeenKek> seen = inventory.seen();
    if (!seen.isEmpty()) {
      throw new KeyringException.KeyringPresent(keyring, token, seen.size());
    }
    return make(new GenerationLabel(keyring, 1, now()), suite.isPresent() ? suite.get() : usual());
  }

  private Suite usual() throws TokenException {
    return SuiteChoice.usual(admin.module(), token, inventory.finder().iv());
  }

  /// Makes the next generation.
  ///
  /// @param suite what it is to seal with; where nobody says, as the generation before
  /// @param notice from now to its activation, long enough for every daemon to see it before
  public KekEntry rotate(Duration notice, Optional<Suite> suite) throws TokenException {
    GenerationLabel label = next(notice);
    return make(label, suite.isPresent() ? suite.get() : suiteOfTheLast());
  }

  private Suite suiteOfTheLast() throws TokenException {
    return inventory.seen().getLast().key().suite();
  }

  private KekEntry make(GenerationLabel label, Suite suite) throws TokenException {
    SuiteChoice.refuseUnlessServed(suite, inventory.finder().iv());
    var _ = maker.make(label, suite);
    return judged(label);
  }

  /// Looks, and changes nothing.
  ///
  /// @throws KeyringException when no key, or more than one, has the label, or it is no good KEK
  public void refuseUnlessAdoptable(String strangersLabel, Trust trust) throws TokenException {
    refuseUnlessFit(strangersLabel, inventory.only(strangersLabel).attributes(), trust);
  }

  /// Makes a key of the vendor's tool the next generation. Its label is lost.
  public KekEntry adopt(String strangersLabel, Trust trust, Duration notice) throws TokenException {
    var stranger = inventory.only(strangersLabel);
    refuseUnlessFit(strangersLabel, stranger.attributes(), trust);
    GenerationLabel label = next(notice);
    LOG.warn("adopt-kek begin was=\"{}\" label={} token={}", strangersLabel, label, token);
    maker.relabel(stranger.key(), label);
    LOG.warn("adopt-kek end label={}", label);
    return judged(label);
  }

  private void refuseUnlessFit(String label, Attributes key, Trust trust) throws TokenException {
    List<String> faults = KekForm.of(key).faults(key);
    if (!faults.isEmpty()) {
      throw new KeyringException.UnsafeKey(label, token, faults);
    }
    List<String> doubts = KekForm.doubts(key);
    if (trust == Trust.TOKEN_ONLY && !doubts.isEmpty()) {
      throw new KeyringException.DoubtfulKey(label, token, doubts);
    }
  }

  private GenerationLabel next(Duration notice) throws TokenException {
    List<SeenKek> seen = inventory.seen();
    if (seen.isEmpty()) {
      throw new KeyringException.KeyringAbsent(keyring, token);
    }
    int last = seen.getLast().label().generation();
    if (last == KekId.MAX_GENERATION) {
      throw new KeyringException.KeyringFull(keyring, token);
    }
    return new GenerationLabel(keyring, last + 1, now().plus(notice));
  }

  private Instant now() {
    return surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private KekEntry judged(GenerationLabel label) throws TokenException {
    var _ = inventory.finder().judged(inventory.seen());
    return list().stream().filter(one -> one.label().equals(label)).findFirst().orElseThrow();
  }

  /// Looks at all keys as a daemon does that starts.
  ///
  /// @throws KeyringException when it would refuse to serve them
  public void requireServable() throws TokenException {
    var _ = inventory.finder().judged(inventory.seen());
  }

  /// Brings the activation of a pending generation forward, which retires the active one then.
  ///
  /// @param notice from now, long enough for every daemon to see the new time before
  public KekEntry hasten(KekId pending, Duration notice) throws TokenException {
    SeenKek kek = present(pending);
    var label = new GenerationLabel(keyring, pending.generation(), now().plus(notice));
    maker.relabel(kek.key().handle(), label);
    LOG.info("hasten-kek key_id={} was={} now={}", pending, kek.label(), label);
    return judged(label);
  }

  /// Tries every generation: seals and opens, and compares it with what was written on it.
  public List<KekProof> verify() throws TokenException {
    Lanes lane = Lanes.start("verify", admin.cryptoki(), token.slot(), oneLane);
    try {
      List<KekProof> proofs = new ArrayList<>();
      List<SeenKek> seen = inventory.seen();
      List<KekEntry> entries = inventory.entries(seen);
      for (int i = 0; i < seen.size(); i++) {
        Optional<String> fault = new KekTrial(lane, surroundings.random()).fault(seen.get(i));
        proofs.add(new KekProof(entries.get(i), fault, KekProof.Written.of(entries.get(i))));
      }
      return proofs;
    } finally {
      var _ = lane.drained();
    }
  }

  /// Destroys a retired generation: what it sealed can never be opened again.
  ///
  /// @param reason for the record
  public void destroy(KekId id, String reason) throws TokenException {
    destroy(id.toString(), present(id).key().handle(), reason);
  }

  /// Destroys what a killed process left.
  ///
  /// @param reason for the record
  public void discard(UnfinishedKey unfinished, String reason) throws TokenException {
    for (long key : inventory.unfinished(unfinished.label())) {
      destroy(unfinished.label(), key, reason);
    }
  }

  private void destroy(String name, long key, String reason) throws TokenException {
    LOG.warn("destroy-kek begin key_id={} token={} reason=\"{}\"", name, token, reason);
    try {
      admin.cryptoki().destroyObject(admin.session(), key);
      LOG.warn("destroy-kek end key_id={} token={}", name, token);
    } catch (CkException e) {
      LOG.warn("destroy-kek end key_id={} result=failed cause=\"{}\"", name, e.getMessage());
      throw new TokenException.DeviceFailed("destroying the key " + name, e);
    }
  }

  private SeenKek present(KekId id) throws TokenException {
    return inventory.find(id).orElseThrow(() -> new KeyringException.KekAbsent(id, token));
  }

  @Override
  public void close() {
    admin.close();
  }
}
