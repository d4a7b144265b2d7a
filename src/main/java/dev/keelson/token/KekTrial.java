package dev.keelson.token;

import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.secret.SecretBytes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;

/// Tries a key for an administrator, on a lane of the administrator's own.
record KekTrial(Lanes lane, SecureRandom random) {

  /// Why the key is of no use; empty when it seals and opens as it must.
  Optional<String> fault(SeenKek one) {
    if (one.id().isEmpty()) {
      return Optional.of(String.join(", ", one.faults()));
    }
    try {
      Kek kek = new TokenKek(one.id().get(), one.key(), lane, random);
      Canary.prove(kek, random);
      return repeatsItself(kek)
          ? Optional.of("the token sealed two times with one IV: do not use it")
          : Optional.empty();
    } catch (KekException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// A token that ignores the IV it is given makes one ciphertext of one seed, and so betrays every
  /// seed to who knows one.
  private static boolean repeatsItself(Kek kek) throws KekException {
    try (var seed = SecretBytes.takeOver(new byte[32])) {
      return MessageDigest.isEqual(kek.seal(seed).sealed(), kek.seal(seed).sealed());
    }
  }
}
