package dev.keelson.token;

import dev.keelson.kek.Generation;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring;
import dev.keelson.secret.Pin;
import dev.keelson.token.ServedToken.Surroundings;
import dev.keelson.token.ServedToken.Wanted;

/// One life of a token and its keyring, with nobody who takes care of them.
record Served(TokenLife life, Keyring keyring, Surroundings surroundings) implements AutoCloseable {
  static Served open(Surroundings surroundings, Wanted wanted, Pin pin) throws TokenException {
    var life = TokenLife.begin(Pkcs11Module::initialize, surroundings, wanted, pin);
    try {
      life.requireActive();
    } catch (TokenException e) {
      life.end();
      throw e;
    }
    var keyring =
        new Keyring(
            wanted.keyring(), life.generations().known(), life.generations(), surroundings.clock());
    return new Served(life, keyring, surroundings);
  }

  Kek canary() throws KekException {
    return life.generations()
        .canary(keyring.findActive().map(Generation::id), surroundings.clock().instant());
  }

  @Override
  public void close() {
    life.end();
  }
}
