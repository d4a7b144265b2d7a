package dev.keelson.token;

import dev.keelson.kek.KekException;
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
      TokenKek kek = TokenKek.of(one.id().get(), one.key(), lane, random);
      Canary.prove(kek, random);
      return kek.repeatsItself()
          ? Optional.of("the token sealed two times with one IV: do not use it")
          : Optional.empty();
    } catch (KekException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
