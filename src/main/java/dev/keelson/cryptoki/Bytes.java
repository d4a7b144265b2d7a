package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Bytes across the fence between the heap and C.
final class Bytes {
  private Bytes() {}

  /// A native copy; never of zero size, since some modules refuse a pointer to nothing.
  static MemorySegment in(Arena arena, byte[] bytes) {
    MemorySegment copy = arena.allocate(Math.max(1, bytes.length));
    MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  static byte[] out(MemorySegment segment, long length) {
    return segment.asSlice(0, length).toArray(JAVA_BYTE);
  }
}
