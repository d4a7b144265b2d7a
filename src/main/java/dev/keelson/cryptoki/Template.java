package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/// Attributes to search or create an object by: an array of `CK_ATTRIBUTE` (PKCS#11 v2.40 §3.5).
public final class Template {
  static final long ATTRIBUTE_BYTES = 24;
  static final long VALUE_OFFSET = 8;
  static final long LENGTH_OFFSET = 16;

  private final Map<Cka, byte[]> attributes = new LinkedHashMap<>();

  /// A `CK_BBOOL` that is `CK_TRUE`.
  public Template yes(Cka type) {
    return with(type, new byte[] {1});
  }

  /// A `CK_BBOOL` that is `CK_FALSE`.
  public Template no(Cka type) {
    return with(type, new byte[] {0});
  }

  /// A `CK_ULONG`.
  public Template number(Cka type, long value) {
    return with(
        type,
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array());
  }

  /// A byte array.
  public Template bytes(Cka type, byte[] value) {
    return with(type, value.clone());
  }

  /// An RFC 2279 string.
  public Template text(Cka type, String value) {
    return with(type, value.getBytes(UTF_8));
  }

  private Template with(Cka type, byte[] value) {
    attributes.put(type, value);
    return this;
  }

  int count() {
    return attributes.size();
  }

  MemorySegment write(Arena arena) {
    MemorySegment array = arena.allocate(ATTRIBUTE_BYTES * Math.max(1, count()), 8);
    long at = 0;
    for (var attribute : attributes.entrySet()) {
      byte[] value = attribute.getValue();
      array.set(JAVA_LONG, at, attribute.getKey().type());
      array.set(ADDRESS, at + VALUE_OFFSET, Bytes.in(arena, value));
      array.set(JAVA_LONG, at + LENGTH_OFFSET, value.length);
      at += ATTRIBUTE_BYTES;
    }
    return array;
  }
}
