package dev.keelson.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The device takes no PIN for a while, and its keys work for nobody: too many failures.
public final class LockedOutException extends TokenException {
  private static final long serialVersionUID = 1L;

  LockedOutException(TokenSlot token, Instant end) {
    super(
        "the TPM of the token "
            + token
            + " is locked until "
            + end.truncatedTo(ChronoUnit.SECONDS)
            + " at the latest: it has counted too many wrong PINs, or losses of power while its"
            + " keys were in use",
        "find out who tries PINs; then wait, or clear the count as the TPM's owner:"
            + " tpm2_dictionarylockout --clear-lockout",
        null);
  }
}
