package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The calls that work with a key on bytes, in one part (PKCS#11 v2.40 §5.8, §5.9, §5.11).
record NativeOperations(Functions functions) {
  /// Room for a tag, a padded block or a signature of RSA-4096 beyond the input.
  private static final int MAX_GROWTH = 512;

  /// What is done, in its two calls.
  enum Operation {
    ENCRYPT(Fn.C_ENCRYPT_INIT, Fn.C_ENCRYPT),
    DECRYPT(Fn.C_DECRYPT_INIT, Fn.C_DECRYPT),
    SIGN(Fn.C_SIGN_INIT, Fn.C_SIGN);

    private final Fn init;
    private final Fn fn;

    Operation(Fn init, Fn fn) {
      this.init = init;
      this.fn = fn;
    }
  }

  byte[] run(Operation operation, long session, Mechanism mechanism, long key, byte[] input)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      NativeCryptoki.check(
          operation.init, functions.npn(operation.init, session, mechanism.write(arena), key));
      return transform(arena, operation.fn, session, input);
    }
  }

  GcmOutput encryptGcm(long session, Mechanism.AesGcm gcm, long key, byte[] plaintext)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mechanism = gcm.write(arena);
      NativeCryptoki.check(
          Fn.C_ENCRYPT_INIT, functions.npn(Fn.C_ENCRYPT_INIT, session, mechanism, key));
      byte[] output = transform(arena, Fn.C_ENCRYPT, session, plaintext);
      return new GcmOutput(gcm.ivIn(mechanism), output);
    }
  }

  private byte[] transform(Arena arena, Fn fn, long session, byte[] input) throws CkException {
    try (var in = new SecretSegment(arena, input);
        var out = new SecretSegment(arena, new byte[input.length + MAX_GROWTH])) {
      MemorySegment length = arena.allocateFrom(JAVA_LONG, input.length + MAX_GROWTH);
      NativeCryptoki.check(
          fn, functions.npnpp(fn, session, in.segment(), input.length, out.segment(), length));
      return out.segment().asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }
  }
}
