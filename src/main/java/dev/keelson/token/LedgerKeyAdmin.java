package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.secret.Pin;
import dev.keelson.token.ServedToken.Surroundings;
import java.security.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key that signs the ledger, in a process of an administrator's own, beside the daemons.
public final class LedgerKeyAdmin implements AutoCloseable {
  public static final String LABEL = LedgerKey.LABEL;

  private static final Logger LOG = LoggerFactory.getLogger(LedgerKeyAdmin.class);

  private final AdminLogin admin;

  private LedgerKeyAdmin(AdminLogin admin) {
    this.admin = admin;
  }

  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  public static LedgerKeyAdmin open(Surroundings surroundings, TokenSelector token, Pin pin)
      throws TokenException {
    return new LedgerKeyAdmin(AdminLogin.open(surroundings, token, pin));
  }

  public TokenSlot token() {
    return admin.token();
  }

  /// Makes the pair on a token that has none.
  public PublicKey create() throws TokenException {
    if (!seen().nothing()) {
      throw new LedgerKeyException.Present(admin.token());
    }
    return make();
  }

  private PublicKey make() throws TokenException {
    try {
      LedgerKey.make(admin.cryptoki(), admin.session());
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("making a key on the token " + admin.token(), e);
    }
    LOG.info("create-ledger-key label={} token={}", LABEL, admin.token());
    return publicKey();
  }

  /// The public half.
  ///
  /// @throws LedgerKeyException when there is none, or the pair is not fit
  public PublicKey publicKey() throws TokenException {
    return seen().judged(admin.token()).publicKey();
  }

  private LedgerKey.Seen seen() throws TokenException {
    try {
      return LedgerKey.seen(admin.cryptoki(), admin.session());
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + admin.token(), e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
