package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Fingerprint;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the generations of a keyring on a token, and refuses keys that are not safe to serve.
///
/// @param session logged in, and used by this thread alone
record KekFinder(Cryptoki cryptoki, TokenSlot token, long session) {
  private static final byte[] FINGERPRINT_AAD =
      "keelson/fingerprint/v1".getBytes(StandardCharsets.UTF_8);

  /// A key that may be served.
  record FoundKek(KekId id, GenerationLabel label, long key) {}

  /// All generations, the oldest first; empty when there are none.
  List<FoundKek> find(KeyringName keyring) throws TokenException {
    try {
      Map<Integer, FoundKek> byNumber = new TreeMap<>();
      for (long key : secretKeys()) {
        Attributes attributes = cryptoki.attributes(session, key, AesKek.READ);
        Optional<GenerationLabel> label = labelWithin(keyring, attributes);
        if (label.isPresent()) {
          refuseUnsafe(label.get(), attributes);
          FoundKek found = identified(label.get(), key);
          FoundKek other = byNumber.put(label.get().generation(), found);
          if (other != null) {
            throw new TokenException.DuplicateGeneration(other.label(), found.label(), token);
          }
        }
      }
      return new ArrayList<>(byNumber.values());
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + token, e);
    }
  }

  private List<Long> secretKeys() throws CkException {
    return cryptoki.findObjects(session, new Template().number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY));
  }

  private static Optional<GenerationLabel> labelWithin(KeyringName keyring, Attributes key) {
    return GenerationLabel.parse(key.text(Cka.CKA_LABEL))
        .filter(label -> label.keyring().equals(keyring));
  }

  private void refuseUnsafe(GenerationLabel label, Attributes key) throws TokenException {
    List<String> faults = AesKek.faults(key);
    if (!faults.isEmpty()) {
      throw new TokenException.UnsafeKey(label, token, faults);
    }
  }

  /// The tag over nothing, under the all-zero IV that no envelope ever has: always the same for one
  /// key, and of no use to anyone who learns it.
  private FoundKek identified(GenerationLabel label, long key) throws CkException {
    var suite = Suite.AES_256_GCM;
    var mechanism =
        new Mechanism.AesGcm(new byte[suite.ivBytes()], FINGERPRINT_AAD, suite.tagBytes());
    byte[] tag = cryptoki.encrypt(session, mechanism, key, new byte[0]);
    var fingerprint = Fingerprint.ofKeyedOutput(tag);
    return new FoundKek(new KekId(label.keyring(), label.generation(), fingerprint), label, key);
  }
}
