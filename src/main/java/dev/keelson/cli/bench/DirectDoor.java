package dev.keelson.cli.bench;

import dev.keelson.cryptoki.CkException;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.DirectSession;
import dev.keelson.token.DirectSession.Sealed;

/// `C_Encrypt` and `C_Decrypt`, with their `…Init`, in this process.
record DirectDoor(DirectSession session) implements Door<Sealed> {
  @Override
  public Sealed seal(SecretBytes seed) throws CallFault {
    try {
      return session.seal(seed);
    } catch (CkException e) {
      throw fault(e);
    }
  }

  @Override
  public SecretBytes open(Sealed sealed) throws CallFault {
    try {
      return session.open(sealed);
    } catch (CkException e) {
      throw fault(e);
    }
  }

  private static CallFault fault(CkException e) {
    return new CallFault(String.valueOf(e.getMessage()));
  }

  @Override
  public void close() {
    session.close();
  }
}
