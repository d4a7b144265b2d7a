package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// [Cryptoki] over a loaded library.
public final class NativeCryptoki implements Cryptoki {
  /// `CK_C_INITIALIZE_ARGS`: four callbacks, flags, reserved.
  private static final long INITIALIZE_ARGS_BYTES = 48;

  private static final long INITIALIZE_FLAGS = 32;
  private static final int LABEL_BYTES = 32;
  private static final int FIND_AT_ONCE = 64;

  /// Room for a tag or a padded block beyond the input.
  private static final int MAX_GROWTH = 64;

  private final Functions functions;

  private NativeCryptoki(Functions functions) {
    this.functions = functions;
  }

  /// Loads a module; it is not initialised yet.
  public static NativeCryptoki load(Path library) throws UnloadableModuleException {
    return new NativeCryptoki(Functions.load(library));
  }

  @Override
  public void initialize() throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment args = arena.allocate(INITIALIZE_ARGS_BYTES, 8);
      args.set(JAVA_LONG, INITIALIZE_FLAGS, Ck.CKF_OS_LOCKING_OK);
      check(Fn.C_INITIALIZE, functions.p(Fn.C_INITIALIZE, args));
    }
  }

  @Override
  public void finish() throws CkException {
    check(Fn.C_FINALIZE, functions.p(Fn.C_FINALIZE, MemorySegment.NULL));
  }

  @Override
  public List<Long> slotsWithToken() throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      check(
          Fn.C_GET_SLOT_LIST,
          functions.bpp(Fn.C_GET_SLOT_LIST, (byte) 1, MemorySegment.NULL, count));
      MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
      check(Fn.C_GET_SLOT_LIST, functions.bpp(Fn.C_GET_SLOT_LIST, (byte) 1, slots, count));
      return handles(slots, count.get(JAVA_LONG, 0));
    }
  }

  @Override
  public TokenInfo tokenInfo(long slot) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(TokenInfo.BYTES, 8);
      check(Fn.C_GET_TOKEN_INFO, functions.np(Fn.C_GET_TOKEN_INFO, slot, info));
      return TokenInfo.read(info);
    }
  }

  @Override
  public List<Long> mechanisms(long slot) throws CkException {
    var fn = Fn.C_GET_MECHANISM_LIST;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      check(fn, functions.npp(fn, slot, MemorySegment.NULL, count));
      MemorySegment types = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
      check(fn, functions.npp(fn, slot, types, count));
      return handles(types, count.get(JAVA_LONG, 0));
    }
  }

  @Override
  public MechanismInfo mechanismInfo(long slot, long type) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(MechanismInfo.BYTES, 8);
      check(Fn.C_GET_MECHANISM_INFO, functions.nnp(Fn.C_GET_MECHANISM_INFO, slot, type, info));
      return MechanismInfo.read(info);
    }
  }

  @Override
  public void initToken(long slot, byte[] soPin, String label) throws CkException {
    byte[] padded = Arrays.copyOf(label.getBytes(StandardCharsets.UTF_8), LABEL_BYTES);
    Arrays.fill(padded, label.getBytes(StandardCharsets.UTF_8).length, LABEL_BYTES, (byte) ' ');
    try (Arena arena = Arena.ofConfined();
        var pin = new SecretSegment(arena, soPin)) {
      check(
          Fn.C_INIT_TOKEN,
          functions.npnp(
              Fn.C_INIT_TOKEN, slot, pin.segment(), soPin.length, Bytes.in(arena, padded)));
    }
  }

  @Override
  public void initPin(long session, byte[] userPin) throws CkException {
    try (Arena arena = Arena.ofConfined();
        var pin = new SecretSegment(arena, userPin)) {
      check(Fn.C_INIT_PIN, functions.npn(Fn.C_INIT_PIN, session, pin.segment(), userPin.length));
    }
  }

  @Override
  public void setPin(long session, byte[] was, byte[] willBe) throws CkException {
    try (Arena arena = Arena.ofConfined();
        var old = new SecretSegment(arena, was);
        var fresh = new SecretSegment(arena, willBe)) {
      check(
          Fn.C_SET_PIN,
          functions.npnpn(
              Fn.C_SET_PIN, session, old.segment(), was.length, fresh.segment(), willBe.length));
    }
  }

  @Override
  public long openSession(long slot) throws CkException {
    return openSession(slot, Ck.CKF_SERIAL_SESSION);
  }

  @Override
  public long openWritableSession(long slot) throws CkException {
    return openSession(slot, Ck.CKF_SERIAL_SESSION | Ck.CKF_RW_SESSION);
  }

  private long openSession(long slot, long flags) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment session = arena.allocate(JAVA_LONG);
      check(
          Fn.C_OPEN_SESSION,
          functions.nnppp(
              Fn.C_OPEN_SESSION, slot, flags, MemorySegment.NULL, MemorySegment.NULL, session));
      return session.get(JAVA_LONG, 0);
    }
  }

  @Override
  public void closeSession(long session) throws CkException {
    check(Fn.C_CLOSE_SESSION, functions.n(Fn.C_CLOSE_SESSION, session));
  }

  @Override
  public void login(long session, long user, byte[] userPin) throws CkException {
    try (Arena arena = Arena.ofConfined();
        var pin = new SecretSegment(arena, userPin)) {
      check(Fn.C_LOGIN, functions.nnpn(Fn.C_LOGIN, session, user, pin.segment(), userPin.length));
    }
  }

  @Override
  public void logout(long session) throws CkException {
    check(Fn.C_LOGOUT, functions.n(Fn.C_LOGOUT, session));
  }

  @Override
  public List<Long> findObjects(long session, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          Fn.C_FIND_OBJECTS_INIT,
          functions.npn(Fn.C_FIND_OBJECTS_INIT, session, template.write(arena), template.count()));
      List<Long> found;
      try {
        found = found(arena, session);
      } catch (CkException e) {
        functions.n(Fn.C_FIND_OBJECTS_FINAL, session); // or the session could search no more
        throw e;
      }
      check(Fn.C_FIND_OBJECTS_FINAL, functions.n(Fn.C_FIND_OBJECTS_FINAL, session));
      return found;
    }
  }

  private List<Long> found(Arena arena, long session) throws CkException {
    MemorySegment some = arena.allocate(JAVA_LONG, FIND_AT_ONCE);
    MemorySegment count = arena.allocate(JAVA_LONG);
    List<Long> objects = new ArrayList<>();
    do {
      check(
          Fn.C_FIND_OBJECTS, functions.npnp(Fn.C_FIND_OBJECTS, session, some, FIND_AT_ONCE, count));
      objects.addAll(handles(some, count.get(JAVA_LONG, 0)));
    } while (count.get(JAVA_LONG, 0) > 0);
    return objects;
  }

  @Override
  public Attributes attributes(long session, long object, List<Cka> types) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      return new AttributeQuery(functions, session, object).read(arena, types);
    }
  }

  @Override
  public void setAttributes(long session, long object, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          Fn.C_SET_ATTRIBUTE_VALUE,
          functions.nnpn(
              Fn.C_SET_ATTRIBUTE_VALUE, session, object, template.write(arena), template.count()));
    }
  }

  @Override
  public void destroyObject(long session, long object) throws CkException {
    check(Fn.C_DESTROY_OBJECT, functions.nn(Fn.C_DESTROY_OBJECT, session, object));
  }

  @Override
  public long generateKey(long session, Mechanism mechanism, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(JAVA_LONG);
      check(
          Fn.C_GENERATE_KEY,
          functions.nppnp(
              Fn.C_GENERATE_KEY,
              session,
              mechanism.write(arena),
              template.write(arena),
              template.count(),
              key));
      return key.get(JAVA_LONG, 0);
    }
  }

  @Override
  public byte[] encrypt(long session, Mechanism mechanism, long key, byte[] plaintext)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          Fn.C_ENCRYPT_INIT,
          functions.npn(Fn.C_ENCRYPT_INIT, session, mechanism.write(arena), key));
      return transform(arena, Fn.C_ENCRYPT, session, plaintext);
    }
  }

  @Override
  public byte[] decrypt(long session, Mechanism mechanism, long key, byte[] ciphertext)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      check(
          Fn.C_DECRYPT_INIT,
          functions.npn(Fn.C_DECRYPT_INIT, session, mechanism.write(arena), key));
      return transform(arena, Fn.C_DECRYPT, session, ciphertext);
    }
  }

  private byte[] transform(Arena arena, Fn fn, long session, byte[] input) throws CkException {
    try (var in = new SecretSegment(arena, input);
        var out = new SecretSegment(arena, new byte[input.length + MAX_GROWTH])) {
      MemorySegment length = arena.allocateFrom(JAVA_LONG, input.length + MAX_GROWTH);
      check(fn, functions.npnpp(fn, session, in.segment(), input.length, out.segment(), length));
      return out.segment().asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }
  }

  private static List<Long> handles(MemorySegment array, long count) {
    return Arrays.stream(array.asSlice(0, count * JAVA_LONG.byteSize()).toArray(JAVA_LONG))
        .boxed()
        .toList();
  }

  static void check(Fn fn, long rv) throws CkException {
    if (rv != Ckr.CKR_OK.code()) {
      throw new CkException(fn, rv);
    }
  }
}
