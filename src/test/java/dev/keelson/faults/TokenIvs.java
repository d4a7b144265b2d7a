package dev.keelson.faults;

import dev.keelson.token.GcmIv;

/// The IVs of AES-GCM that a token seals under. A SoftHSM takes what it is given; in front of it
/// the engine behaves as tokens do that make their own.
public final class TokenIvs {
  private final Control control;

  TokenIvs(Control control) {
    this.control = control;
  }

  /// From the next encryption on. Decryptions are given the IV in each case.
  @SuppressWarnings("EnumOrdinal") // the C side counts its own enum in the same way
  public void are(GcmIv way) {
    control.set(Control.IV_WAY, way.ordinal());
  }

  /// The token makes one and the same each time: nobody may seal with it.
  public void repeat() {
    control.set(Control.IV_REPEATS, 1);
  }

  /// The token makes IVs of fewer bytes than it should, and says so where the caller can see it; 0
  /// for as many as usual.
  public void areCutTo(int bytes) {
    control.set(Control.IV_BYTES, bytes);
  }
}
