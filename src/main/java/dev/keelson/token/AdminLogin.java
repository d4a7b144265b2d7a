package dev.keelson.token;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.secret.Pin;
import dev.keelson.token.ServedToken.Surroundings;

/// The user's login on one token, on a session that may change it, in a process of an
/// administrator's own: from C_Initialize to C_Finalize.
record AdminLogin(Pkcs11Module module, TokenSlot token, Login login) implements AutoCloseable {
  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  static AdminLogin open(Surroundings surroundings, TokenSelector wanted, Pin pin)
      throws TokenException {
    var module = Pkcs11Module.initialize(surroundings.cryptoki());
    try {
      TokenSlot token = module.find(wanted);
      var door = new TokenDoor(surroundings.cryptoki(), token, surroundings.guard());
      return new AdminLogin(module, token, door.loginWritable(LoginUser.USER, pin));
    } catch (TokenException | RuntimeException e) {
      module.close();
      throw e;
    }
  }

  Cryptoki cryptoki() {
    return module.cryptoki();
  }

  long session() {
    return login.session();
  }

  @Override
  public void close() {
    login.close();
    module.close();
  }
}
