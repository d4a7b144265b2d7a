package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.keelson.cryptoki.NativeOperations.Operation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// [Cryptoki] over a loaded library: the module itself, slots, sessions and PINs. What is done with
/// objects and keys is in [NativeObjects] and [NativeOperations].
public final class NativeCryptoki implements Cryptoki {
  /// `CK_C_INITIALIZE_ARGS`: four callbacks, flags, reserved.
  private static final long INITIALIZE_ARGS_BYTES = 48;

  private static final long INITIALIZE_FLAGS = 32;
  private static final int LABEL_BYTES = 32;

  private final Functions functions;
  private final NativeObjects objects;
  private final NativeOperations operations;

  private NativeCryptoki(Functions functions) {
    this.functions = functions;
    this.objects = new NativeObjects(functions);
    this.operations = new NativeOperations(functions);
  }

  /// Links what calls the functions of any module, which takes a while, before one is loaded.
  public static void prepare() {
    Functions.prepare();
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
    return objects.find(session, template);
  }

  @Override
  public Attributes attributes(long session, long object, List<Cka> types) throws CkException {
    return objects.attributes(session, object, types);
  }

  @Override
  public void setAttributes(long session, long object, Template template) throws CkException {
    objects.setAttributes(session, object, template);
  }

  @Override
  public void destroyObject(long session, long object) throws CkException {
    objects.destroy(session, object);
  }

  @Override
  public void createObject(long session, Template template) throws CkException {
    objects.create(session, template);
  }

  @Override
  public long generateKey(long session, Mechanism mechanism, Template template) throws CkException {
    return objects.generateKey(session, mechanism, template);
  }

  @Override
  public void generateKeyPair(
      long session, Mechanism mechanism, Template publicKey, Template privateKey)
      throws CkException {
    objects.generateKeyPair(session, mechanism, publicKey, privateKey);
  }

  @Override
  public byte[] encrypt(long session, Mechanism mechanism, long key, byte[] plaintext)
      throws CkException {
    return operations.run(Operation.ENCRYPT, session, mechanism, key, plaintext);
  }

  @Override
  public GcmOutput encryptGcm(long session, Mechanism.AesGcm mechanism, long key, byte[] plaintext)
      throws CkException {
    return operations.encryptGcm(session, mechanism, key, plaintext);
  }

  @Override
  public byte[] decrypt(long session, Mechanism mechanism, long key, byte[] ciphertext)
      throws CkException {
    return operations.run(Operation.DECRYPT, session, mechanism, key, ciphertext);
  }

  @Override
  public byte[] sign(long session, Mechanism mechanism, long key, byte[] data) throws CkException {
    return operations.run(Operation.SIGN, session, mechanism, key, data);
  }

  static List<Long> handles(MemorySegment array, long count) {
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
