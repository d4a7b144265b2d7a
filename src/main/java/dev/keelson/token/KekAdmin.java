package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.Pin;
import dev.keelson.token.KekFinder.SeenKek;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

  private final Pkcs11Module module;
  private final Cryptoki cryptoki;
  private final TokenSlot token;
  private final Login login;
  private final KeyringName keyring;
  private final Surroundings surroundings;
  private final KekFinder finder;

  private KekAdmin(Pkcs11Module module, Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    this.module = module;
    this.surroundings = surroundings;
    this.cryptoki = surroundings.cryptoki();
    this.keyring = wanted.keyring();
    this.token = module.find(wanted.token());
    this.login =
        new TokenDoor(cryptoki, token, surroundings.guard()).loginWritable(LoginUser.USER, pin);
    this.finder = new KekFinder(cryptoki, token, login.session());
  }

  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  public static KekAdmin open(Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    var module = Pkcs11Module.initialize(surroundings.cryptoki());
    try {
      return new KekAdmin(module, surroundings, wanted, pin);
    } catch (TokenException | RuntimeException e) {
      module.close();
      throw e;
    }
  }

  /// Every key whose label is of the keyring, the oldest first.
  public List<KekEntry> list() throws TokenException {
    List<SeenKek> seen = seen();
    int active = activeNumber(seen);
    return seen.stream()
        .map(one ->
            new KekEntry(
                one.label(),
                GenerationState.of(one.label().generation(), active),
                one.id(),
                one.faults()))
        .toList();
  }

  /// 0 when none is active.
  private int activeNumber(List<SeenKek> seen) {
    Instant now = surroundings.clock().instant();
    return seen.stream()
        .filter(one -> !one.label().activation().isAfter(now))
        .mapToInt(one -> one.label().generation())
        .max()
        .orElse(0);
  }

  /// Makes generation 1 of a keyring that has none, active at once.
  public KekEntry create() throws TokenException {
    List<SeenKek> seen = seen();
    if (!seen.isEmpty()) {
      throw new TokenException.KeyringPresent(keyring, token, seen.size());
    }
    return make(new GenerationLabel(keyring, 1, now()));
  }

  /// Makes the next generation.
  ///
  /// @param notice from now to its activation, long enough for every daemon to see it before
  public KekEntry rotate(Duration notice) throws TokenException {
    List<SeenKek> seen = seen();
    if (seen.isEmpty()) {
      throw new TokenException.KeyringAbsent(keyring, token);
    }
    int next = seen.getLast().label().generation() + 1;
    return make(new GenerationLabel(keyring, next, now().plus(notice)));
  }

  private Instant now() {
    return surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private KekEntry make(GenerationLabel label) throws TokenException {
    var _ = new KekMaker(cryptoki, token, login.session()).make(label);
    finder.judged(seen());
    return list().stream().filter(one -> one.label().equals(label)).findFirst().orElseThrow();
  }

  /// Destroys a retired generation: what it sealed can never be opened again.
  ///
  /// @param reason for the record
  public void destroy(KekId id, String reason) throws TokenException {
    SeenKek doomed =
        seen().stream()
            .filter(one -> one.id().filter(id::equals).isPresent())
            .findFirst()
            .orElseThrow(() -> new TokenException.KekAbsent(id, token));
    LOG.warn("destroy-kek begin key_id={} token={} reason=\"{}\"", id, token, reason);
    try {
      cryptoki.destroyObject(login.session(), doomed.key());
      LOG.warn("destroy-kek end key_id={} token={}", id, token);
    } catch (CkException e) {
      LOG.warn("destroy-kek end key_id={} result=failed cause=\"{}\"", id, e.getMessage());
      throw new TokenException.DeviceFailed("destroying the key " + id, e);
    }
  }

  private List<SeenKek> seen() throws TokenException {
    try {
      return finder.seen(keyring);
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + token, e);
    }
  }

  @Override
  public void close() {
    login.close();
    module.close();
  }
}
