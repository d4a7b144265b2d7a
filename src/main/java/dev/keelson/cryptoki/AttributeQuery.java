package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// `C_GetAttributeValue` in its two steps: first the lengths, then the values that there are
/// (PKCS#11 v2.40 §5.7).
record AttributeQuery(Functions functions, long session, long object) {
  /// `CK_UNAVAILABLE_INFORMATION`: hidden, or not an attribute of this object.
  private static final long UNAVAILABLE = -1;

  /// Far beyond any attribute that is asked for; a module that tells more is not believed.
  private static final long MAX_VALUE_BYTES = 4096;

  Attributes read(Arena arena, List<Cka> types) throws CkException {
    MemorySegment array = arena.allocate(Template.ATTRIBUTE_BYTES * types.size(), 8);
    for (int i = 0; i < types.size(); i++) {
      array.set(JAVA_LONG, i * Template.ATTRIBUTE_BYTES, types.get(i).type());
    }
    ask(array, types.size());
    for (int i = 0; i < types.size(); i++) {
      long at = i * Template.ATTRIBUTE_BYTES;
      if (tells(array, at)) {
        array.set(ADDRESS, at + Template.VALUE_OFFSET, arena.allocate(length(array, at), 8));
      }
    }
    ask(array, types.size());
    return values(array, types);
  }

  private void ask(MemorySegment array, int count) throws CkException {
    long rv = functions.nnpn(Fn.C_GET_ATTRIBUTE_VALUE, session, object, array, count);
    if (rv != Ckr.CKR_ATTRIBUTE_SENSITIVE.code() && rv != Ckr.CKR_ATTRIBUTE_TYPE_INVALID.code()) {
      NativeCryptoki.check(Fn.C_GET_ATTRIBUTE_VALUE, rv);
    }
  }

  private static Attributes values(MemorySegment array, List<Cka> types) {
    Map<Cka, byte[]> values = new EnumMap<>(Cka.class);
    for (int i = 0; i < types.size(); i++) {
      long at = i * Template.ATTRIBUTE_BYTES;
      if (hasRoom(array, at) && tells(array, at)) {
        values.put(types.get(i), value(array, at));
      }
    }
    return new Attributes(values);
  }

  @SuppressWarnings("restricted") // reinterpret: a pointer that this class itself wrote
  private static byte[] value(MemorySegment array, long at) {
    long length = length(array, at);
    return Bytes.out(array.get(ADDRESS, at + Template.VALUE_OFFSET).reinterpret(length), length);
  }

  private static boolean tells(MemorySegment array, long at) {
    long length = length(array, at);
    return length != UNAVAILABLE && length > 0 && length <= MAX_VALUE_BYTES;
  }

  /// Whether there is room for a value. One that another process wrote after the first step has
  /// none, and of it the second step tells the length alone.
  private static boolean hasRoom(MemorySegment array, long at) {
    return array.get(ADDRESS, at + Template.VALUE_OFFSET).address() != 0;
  }

  private static long length(MemorySegment array, long at) {
    return array.get(JAVA_LONG, at + Template.LENGTH_OFFSET);
  }
}
