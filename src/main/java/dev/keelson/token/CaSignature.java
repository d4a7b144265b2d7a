package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.kek.KekException;
import java.nio.file.Path;
import java.security.PublicKey;

/// A way to have an authority's key sign, for one life of a token.
public interface CaSignature {
  /// Signs on a lane.
  ///
  /// @return as it stands in a certificate
  byte[] sign(Lanes lanes, PublicKey key, byte[] text)
      throws CkException, KekException, TokenException;

  /// The way that suits a module.
  interface Way {
    CaSignature on(Cryptoki cryptoki, TokenSlot token);
  }

  /// Through our own binding.
  Way DIRECT = DirectCaSignature::new;

  /// Through the JDK's SunPKCS11, beside our binding in the same module. A module that bears one
  /// thread at a time is spared: SunPKCS11 knows nothing of the lock that our calls take.
  static Way through(ModuleSettings module) {
    return switch (module.calls()) {
      case SERIAL -> DIRECT;
      case PARALLEL -> {
        Path library = module.path();
        yield (cryptoki, token) ->
            new SunPkcs11Signature(library, token, DIRECT.on(cryptoki, token));
      }
    };
  }
}
