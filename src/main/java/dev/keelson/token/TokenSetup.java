package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.Pin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what is missing on a module: a token, its PIN, a first key. What is there stays as it is,
/// so each step can be done again after it was killed half-way.
public final class TokenSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TokenSetup.class);

  private final Pkcs11Module module;
  private final Cryptoki cryptoki;
  private final PinGuard guard;

  public TokenSetup(Pkcs11Module module, PinGuard guard) {
    this.module = module;
    this.cryptoki = module.cryptoki();
    this.guard = guard;
  }

  /// Makes a token of this label in a blank slot, unless there is one; sets the user's PIN unless
  /// it is set.
  public void provideToken(String label, Pin soPin, Pin userPin) throws TokenException {
    Optional<TokenSlot> present =
        module.tokens().stream().filter(token -> token.info().label().equals(label)).findFirst();
    TokenSlot token = present.isPresent() ? present.get() : newToken(label, soPin);
    if (!token.info().has(Ck.CKF_USER_PIN_INITIALIZED)) {
      setUserPin(token, soPin, userPin);
    }
  }

  private TokenSlot newToken(String label, Pin soPin) throws TokenException {
    TokenSlot blank =
        module.tokens().stream()
            .filter(token -> !token.info().has(Ck.CKF_TOKEN_INITIALIZED))
            .findFirst()
            .orElseThrow(TokenException.NoBlankSlot::new);
    door(blank).initToken(label, soPin);
    TokenSlot made = module.find(new TokenSelector(Optional.of(label), Optional.empty()));
    LOG.info("init-token token={}", made);
    return made;
  }

  private void setUserPin(TokenSlot token, Pin soPin, Pin userPin) throws TokenException {
    door(token).setUserPin(soPin, userPin);
    LOG.info("init-pin token={}", token);
  }

  /// Makes generation 1 of a keyring, suite `aes-256-gcm`, active at once, unless the token has a
  /// key of it.
  ///
  /// @param now rounded down to the second
  public void provideFirstKek(TokenSelector selector, KeyringName keyring, Instant now, Pin pin)
      throws TokenException {
    TokenSlot token = module.find(selector);
    try (var login = door(token).loginWritable(LoginUser.USER, pin)) {
      var finder = new KekFinder(cryptoki, token, GcmIv.DAEMON, login.session());
      if (finder.find(keyring).isEmpty()) {
        var label = new GenerationLabel(keyring, 1, now.truncatedTo(ChronoUnit.SECONDS));
        var _ = new KekMaker(finder).make(label, Suite.AES_256_GCM);
      }
    }
  }

  /// Makes the key that signs the ledger, unless there is one.
  public void provideLedgerKey(TokenSelector selector, Pin pin) throws TokenException {
    TokenSlot token = module.find(selector);
    try (var login = door(token).loginWritable(LoginUser.USER, pin)) {
      if (LedgerKey.seen(cryptoki, login.session()).nothing()) {
        LedgerKey.make(cryptoki, login.session());
        LOG.info("create-ledger-key label={} token={}", LedgerKey.LABEL, token);
      }
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("making a key on the token " + token, e);
    }
  }

  private TokenDoor door(TokenSlot token) {
    return new TokenDoor(cryptoki, token, guard);
  }
}
