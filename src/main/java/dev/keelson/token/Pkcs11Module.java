package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.MechanismInfo;
import dev.keelson.cryptoki.NativeCryptoki;
import dev.keelson.cryptoki.SerialCryptoki;
import dev.keelson.cryptoki.UnloadableModuleException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An initialised module: from C_Initialize to C_Finalize. One lives at a time.
public final class Pkcs11Module implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Module.class);

  private final Cryptoki cryptoki;

  private Pkcs11Module(Cryptoki cryptoki) {
    this.cryptoki = cryptoki;
  }

  /// Loads the vendor's library as it is to be treated; what it reads from the environment is set
  /// by now.
  public static Cryptoki load(ModuleSettings settings) throws TokenException {
    Cryptoki loaded = load(settings.path());
    return switch (settings.calls()) {
      case PARALLEL -> loaded;
      case SERIAL -> SerialCryptoki.over(loaded);
    };
  }

  /// Loads the vendor's library; what it reads from the environment is set by now.
  public static Cryptoki load(Path library) throws TokenException {
    if (!Files.exists(library)) {
      throw new TokenException.ModuleUnusable(
          "PKCS#11 module " + library + " does not exist",
          "install the vendor's package (SoftHSM: apt-get install softhsm2) or mend module.path",
          new java.io.FileNotFoundException(library.toString()));
    }
    try {
      return NativeCryptoki.load(library);
    } catch (UnloadableModuleException e) {
      throw new TokenException.ModuleUnusable(
          String.valueOf(e.getMessage()),
          "see what the loader misses: ldd "
              + library
              + "; and that it is for this processor: file "
              + library,
          e);
    }
  }

  /// A way to an initialised module.
  interface Initialising {
    Pkcs11Module on(Cryptoki cryptoki) throws TokenException;
  }

  public static Pkcs11Module initialize(Cryptoki cryptoki) throws TokenException {
    try {
      cryptoki.initialize();
      return new Pkcs11Module(cryptoki);
    } catch (CkException e) {
      throw unusable(e);
    }
  }

  /// Initialises a module that this process had initialised before. One that could not be finalised
  /// when its device died is still initialised, and would show the dead device for ever.
  static Pkcs11Module initializeAgain(Cryptoki cryptoki) throws TokenException {
    try {
      cryptoki.initialize();
      return new Pkcs11Module(cryptoki);
    } catch (CkException e) {
      if (!e.is(Ckr.CKR_CRYPTOKI_ALREADY_INITIALIZED)) {
        throw unusable(e);
      }
    }
    try {
      cryptoki.finish();
    } catch (CkException e) {
      throw unusable(e);
    }
    return initialize(cryptoki);
  }

  private static TokenException unusable(CkException e) {
    return new TokenException.ModuleUnusable(
        "the PKCS#11 module does not initialise: " + e.getMessage(),
        "most modules read a configuration file that an environment variable names: check"
            + " module.environment, and that the daemon's user may read that file",
        e);
  }

  Cryptoki cryptoki() {
    return cryptoki;
  }

  /// The one token that is meant.
  public TokenSlot find(TokenSelector selector) throws TokenException {
    List<TokenSlot> seen = tokens();
    List<TokenSlot> matches =
        seen.stream()
            .filter(token -> selector.selects(token.info().label(), token.info().serial()))
            .toList();
    if (matches.isEmpty()) {
      throw new TokenException.TokenAbsent(selector, seen);
    }
    if (matches.size() > 1) {
      throw new TokenException.TokenAmbiguous(selector, matches);
    }
    return matches.getFirst();
  }

  /// A slot that does not tell its token is passed over: it must not hide the others.
  List<TokenSlot> tokens() throws TokenException {
    List<TokenSlot> tokens = new ArrayList<>();
    for (SeenSlot seen : slots()) {
      switch (seen) {
        case TokenSlot token -> tokens.add(token);
        case SilentSlot silent ->
            LOG.warn("skip-slot slot={} cause=\"{}\"", seen.slot(), silent.cause().getMessage());
      }
    }
    return tokens;
  }

  /// Every slot with a token, also those that do not tell which.
  public List<SeenSlot> slots() throws TokenException {
    List<SeenSlot> seen = new ArrayList<>();
    for (long slot : slotsWithToken()) {
      seen.add(asked(slot));
    }
    return seen;
  }

  private SeenSlot asked(long slot) {
    try {
      return new TokenSlot(slot, cryptoki.tokenInfo(slot));
    } catch (CkException e) {
      return new SilentSlot(slot, e);
    }
  }

  /// What the token can do with these mechanisms; those that it lacks are left out.
  public Map<Long, MechanismInfo> mechanisms(TokenSlot token, Collection<Long> wanted)
      throws TokenException {
    Map<Long, MechanismInfo> known = new HashMap<>();
    try {
      List<Long> offered = cryptoki.mechanisms(token.slot());
      for (long type : wanted) {
        if (offered.contains(type)) {
          known.put(type, cryptoki.mechanismInfo(token.slot(), type));
        }
      }
      return known;
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("listing the mechanisms of the token " + token, e);
    }
  }

  private List<Long> slotsWithToken() throws TokenException {
    try {
      return cryptoki.slotsWithToken();
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("listing the module's tokens", e);
    }
  }

  @Override
  public void close() {
    try {
      cryptoki.finish();
    } catch (CkException e) {
      LOG.warn("finalise result=failed cause=\"{}\"", e.getMessage());
    }
  }
}
