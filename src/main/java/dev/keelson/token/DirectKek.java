package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.Pin;
import dev.keelson.token.KekFinder.FoundKek;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;
import java.util.List;

/// The active KEK of a token as a program written for the module alone would use it: no lanes, no
/// queue, no daemon. A yardstick, beside the daemons that serve the same key.
public final class DirectKek implements AutoCloseable {
  private final Pkcs11Module module;
  private final Surroundings surroundings;
  private final TokenSlot token;
  private final Login login;
  private final FoundKek kek;

  private DirectKek(Pkcs11Module module, Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    this.module = module;
    this.surroundings = surroundings;
    this.token = module.find(wanted.token());
    this.login = new TokenDoor(surroundings.cryptoki(), token, surroundings.guard()).login(pin);
    var finder = new KekFinder(surroundings.cryptoki(), token, wanted.iv(), login.session());
    this.kek = active(wanted.keyring(), finder.find(wanted.keyring()));
  }

  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  public static DirectKek open(Surroundings surroundings, Wanted wanted, Pin pin)
      throws TokenException {
    var module = Pkcs11Module.initialize(surroundings.cryptoki());
    try {
      return new DirectKek(module, surroundings, wanted, pin);
    } catch (TokenException | RuntimeException e) {
      module.close(); // C_Finalize logs out too
      throw e;
    }
  }

  private FoundKek active(KeyringName name, List<FoundKek> found) throws TokenException {
    if (found.isEmpty()) {
      throw new KeyringException.KeyringAbsent(name, token);
    }
    var now = surroundings.clock().instant();
    return found.reversed().stream()
        .filter(one -> !one.label().activation().isAfter(now))
        .findFirst()
        .orElseThrow(
            () -> new KeyringException.NoneActive(name, found.getFirst().label().activation()));
  }

  public KekId id() {
    return kek.id();
  }

  /// How many sessions may be open at once beside the login's own.
  public int mostSessions() {
    long limit = token.info().sessions().max();
    return limit <= 0 ? Integer.MAX_VALUE : (int) Math.min(limit - 1, Integer.MAX_VALUE);
  }

  /// A session for one thread. The caller closes it, before this.
  public DirectSession session() throws TokenException {
    try {
      var session = Session.open(surroundings.cryptoki(), token.slot());
      return new DirectSession(session, kek, surroundings.random());
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("opening a session on the token " + token, e);
    }
  }

  @Override
  public void close() {
    login.close();
    module.close();
  }
}
