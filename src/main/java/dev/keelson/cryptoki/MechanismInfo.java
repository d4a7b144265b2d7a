package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// `CK_MECHANISM_INFO`: what a token can do with a mechanism (PKCS#11 v2.40 §3.7).
///
/// @param minKeySize in bytes or bits, as the mechanism says
/// @param maxKeySize likewise
/// @param flags what operations there are, such as [Ck#CKF_ENCRYPT]
public record MechanismInfo(long minKeySize, long maxKeySize, long flags) {
  static final long BYTES = 24;

  static MechanismInfo read(MemorySegment info) {
    return new MechanismInfo(
        info.get(JAVA_LONG, 0), info.get(JAVA_LONG, 8), info.get(JAVA_LONG, 16));
  }

  public boolean has(long flag) {
    return (flags & flag) != 0;
  }
}
