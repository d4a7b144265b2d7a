package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The calls that find, read, change and make objects (PKCS#11 v2.40 §5.7, §5.13).
record NativeObjects(Functions functions) {
  private static final int FIND_AT_ONCE = 64;

  List<Long> find(long session, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      NativeCryptoki.check(
          Fn.C_FIND_OBJECTS_INIT,
          functions.npn(Fn.C_FIND_OBJECTS_INIT, session, template.write(arena), template.count()));
      List<Long> found;
      try {
        found = found(arena, session);
      } catch (CkException e) {
        functions.n(Fn.C_FIND_OBJECTS_FINAL, session); // or the session could search no more
        throw e;
      }
      NativeCryptoki.check(Fn.C_FIND_OBJECTS_FINAL, functions.n(Fn.C_FIND_OBJECTS_FINAL, session));
      return found;
    }
  }

  private List<Long> found(Arena arena, long session) throws CkException {
    MemorySegment some = arena.allocate(JAVA_LONG, FIND_AT_ONCE);
    MemorySegment count = arena.allocate(JAVA_LONG);
    List<Long> objects = new ArrayList<>();
    do {
      NativeCryptoki.check(
          Fn.C_FIND_OBJECTS, functions.npnp(Fn.C_FIND_OBJECTS, session, some, FIND_AT_ONCE, count));
      objects.addAll(NativeCryptoki.handles(some, count.get(JAVA_LONG, 0)));
    } while (count.get(JAVA_LONG, 0) > 0);
    return objects;
  }

  Attributes attributes(long session, long object, List<Cka> types) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      return new AttributeQuery(functions, session, object).read(arena, types);
    }
  }

  void setAttributes(long session, long object, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      NativeCryptoki.check(
          Fn.C_SET_ATTRIBUTE_VALUE,
          functions.nnpn(
              Fn.C_SET_ATTRIBUTE_VALUE, session, object, template.write(arena), template.count()));
    }
  }

  void destroy(long session, long object) throws CkException {
    NativeCryptoki.check(Fn.C_DESTROY_OBJECT, functions.nn(Fn.C_DESTROY_OBJECT, session, object));
  }

  void create(long session, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      NativeCryptoki.check(
          Fn.C_CREATE_OBJECT,
          functions.npnp(
              Fn.C_CREATE_OBJECT,
              session,
              template.write(arena),
              template.count(),
              arena.allocate(JAVA_LONG)));
    }
  }

  long generateKey(long session, Mechanism mechanism, Template template) throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(JAVA_LONG);
      NativeCryptoki.check(
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

  void generateKeyPair(long session, Mechanism mechanism, Template publicKey, Template privateKey)
      throws CkException {
    try (Arena arena = Arena.ofConfined()) {
      NativeCryptoki.check(
          Fn.C_GENERATE_KEY_PAIR,
          functions.nppnpnpp(
              Fn.C_GENERATE_KEY_PAIR,
              session,
              mechanism.write(arena),
              publicKey.write(arena),
              publicKey.count(),
              privateKey.write(arena),
              privateKey.count(),
              arena.allocate(JAVA_LONG),
              arena.allocate(JAVA_LONG)));
    }
  }
}
