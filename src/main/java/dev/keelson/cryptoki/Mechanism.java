package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A `CK_MECHANISM`: what an operation is done with (PKCS#11 v2.40 §3.7).
public sealed interface Mechanism {
  /// A mechanism without parameters.
  record Plain(long type) implements Mechanism {
    @Override
    public MemorySegment write(Arena arena) {
      return mechanism(arena, type, MemorySegment.NULL, 0);
    }
  }

  /// `CKM_AES_GCM` with `CK_GCM_PARAMS` in the layout of v2.40 errata and v3.0: `ulIvBits` follows
  /// `ulIvLen`, and must be right or some HSMs do not open what others sealed.
  ///
  /// @param iv empty for a token that takes none: `pIv` is then `NULL`
  @SuppressWarnings("ArrayRecordComponent") // made for one call, never compared
  record AesGcm(byte[] iv, byte[] aad, int tagBytes) implements Mechanism {
    private static final long PARAMS_BYTES = 48;
    private static final long PARAMS_OFFSET = 8;
    private static final long IV_LENGTH_OFFSET = 8;

    @Override
    public MemorySegment write(Arena arena) {
      MemorySegment params = arena.allocate(PARAMS_BYTES, 8);
      params.set(ADDRESS, 0, iv.length == 0 ? MemorySegment.NULL : Bytes.in(arena, iv));
      params.set(JAVA_LONG, 8, iv.length);
      params.set(JAVA_LONG, 16, iv.length * 8L);
      params.set(ADDRESS, 24, Bytes.in(arena, aad));
      params.set(JAVA_LONG, 32, aad.length);
      params.set(JAVA_LONG, 40, tagBytes * 8L);
      return mechanism(arena, Ck.CKM_AES_GCM, params, PARAMS_BYTES);
    }

    /// The IV as it stands in the parameters after the operation: some tokens write their own over
    /// the one that they were given.
    ///
    /// @param mechanism as [#write] wrote it
    @SuppressWarnings("restricted") // reinterpret: a pointer that this record itself wrote
    byte[] ivIn(MemorySegment mechanism) {
      MemorySegment params = mechanism.get(ADDRESS, PARAMS_OFFSET).reinterpret(PARAMS_BYTES);
      long length = params.get(JAVA_LONG, IV_LENGTH_OFFSET);
      long told = length > 0 && length < iv.length ? length : iv.length;
      return Bytes.out(params.get(ADDRESS, 0).reinterpret(iv.length), told);
    }
  }

  /// `CKM_RSA_PKCS_OAEP` with `CK_RSA_PKCS_OAEP_PARAMS` (PKCS#11 v2.40 §2.1.8): SHA-256, MGF1 with
  /// SHA-256, and no label.
  record RsaOaepSha256() implements Mechanism {
    private static final long PARAMS_BYTES = 40;

    @Override
    public MemorySegment write(Arena arena) {
      MemorySegment params = arena.allocate(PARAMS_BYTES, 8);
      params.set(JAVA_LONG, 0, Ck.CKM_SHA256);
      params.set(JAVA_LONG, 8, Ck.CKG_MGF1_SHA256);
      params.set(JAVA_LONG, 16, Ck.CKZ_DATA_SPECIFIED);
      params.set(ADDRESS, 24, MemorySegment.NULL);
      params.set(JAVA_LONG, 32, 0);
      return mechanism(arena, Ck.CKM_RSA_PKCS_OAEP, params, PARAMS_BYTES);
    }
  }

  MemorySegment write(Arena arena);

  private static MemorySegment mechanism(
      Arena arena, long type, MemorySegment params, long length) {
    MemorySegment mechanism = arena.allocate(24, 8);
    mechanism.set(JAVA_LONG, 0, type);
    mechanism.set(ADDRESS, 8, params);
    mechanism.set(JAVA_LONG, 16, length);
    return mechanism;
  }
}
