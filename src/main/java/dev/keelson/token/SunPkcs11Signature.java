package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.issuer.SignatureScheme;
import dev.keelson.kek.KekException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs through the JDK's SunPKCS11, which shares the module that we initialised and our login.
///
/// Its sessions and handles are those of one C_Initialize: a provider is made for each life of the
/// token, works on a lane alone, so that none is inside the module when that is finalised, and is
/// never touched again afterwards, not even by the collector, which would close sessions by numbers
/// that are others' by then.
final class SunPkcs11Signature implements CaSignature {
  private static final Logger LOG = LoggerFactory.getLogger(SunPkcs11Signature.class);

  private static final List<Provider> RETIRED = new CopyOnWriteArrayList<>();

  /// A provider, and the keys that it has shown.
  private record Opened(Provider provider, Map<PublicKey, PrivateKey> keys) {
    Optional<PrivateKey> privateKey(PublicKey key) throws GeneralSecurityException, IOException {
      PrivateKey known = keys.get(key);
      if (known == null) {
        known = found(key);
        if (known != null) {
          keys.put(key, known);
        }
      }
      return Optional.ofNullable(known);
    }

    private @Nullable PrivateKey found(PublicKey key) throws GeneralSecurityException, IOException {
      var store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, null); // logged in is the process, not the provider
      for (String alias : Collections.list(store.aliases())) {
        var certificate = store.getCertificate(alias);
        boolean isIt = certificate != null && key.equals(certificate.getPublicKey()); // none: a KEK
        if (isIt && store.isKeyEntry(alias)) {
          return (PrivateKey) store.getKey(alias, null);
        }
      }
      return null;
    }
  }

  /// What came of a try on a lane.
  private sealed interface Outcome {
    @SuppressWarnings("ArrayRecordComponent") // handed on once
    record Signed(byte[] signature) implements Outcome {}

    record Broken(Exception cause) implements Outcome {}

    /// SunPKCS11 shows a key only beside a certificate of the same `CKA_ID`, and this token shows
    /// none.
    record Invisible() implements Outcome {}
  }

  private final Path library;
  private final TokenSlot token;
  private final CaSignature direct;
  private volatile @Nullable Opened opened;
  private volatile boolean toldOfInvisible;

  SunPkcs11Signature(Path library, TokenSlot token, CaSignature direct) {
    this.library = library;
    this.token = token;
    this.direct = direct;
  }

  @Override
  public byte[] sign(Lanes lanes, PublicKey key, byte[] text)
      throws CkException, KekException, TokenException {
    Outcome outcome = lanes.call(_ -> tried(key, text));
    return switch (outcome) {
      case Outcome.Signed(var signature) -> signature;
      case Outcome.Broken(var cause) ->
          throw new TokenException.DeviceFailed("signing on the token " + token, cause);
      case Outcome.Invisible() -> {
        tellOfInvisible();
        yield direct.sign(lanes, key, text);
      }
    };
  }

  private void tellOfInvisible() {
    if (!toldOfInvisible) {
      toldOfInvisible = true;
      LOG.info("sign token={} way=direct cause=\"no certificate beside the key\"", token);
    }
  }

  private Outcome tried(PublicKey key, byte[] text) {
    try {
      Opened current = current();
      Optional<PrivateKey> secret = current.privateKey(key);
      if (secret.isEmpty()) {
        return new Outcome.Invisible();
      }
      var signature = Signature.getInstance(SignatureScheme.of(key).jcaName(), current.provider());
      signature.initSign(secret.get());
      signature.update(text);
      return new Outcome.Signed(signature.sign());
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      retire();
      return new Outcome.Broken(e);
    }
  }

  private synchronized Opened current() {
    Opened now = opened;
    if (now == null) {
      Provider made = Security.getProvider("SunPKCS11").configure(configuration());
      RETIRED.add(made); // from the start: whoever drops it must not free it
      now = new Opened(made, new ConcurrentHashMap<>());
      opened = now;
    }
    return now;
  }

  private synchronized void retire() {
    opened = null;
  }

  /// @see "JDK Security Developer's Guide, PKCS#11 Reference Guide, table of attributes"
  private String configuration() {
    return String.join(
        "\n",
        "--name=keelson",
        "library=" + library,
        "slot=" + token.slot(),
        "allowSingleThreadedModules=false",
        "");
  }
}
