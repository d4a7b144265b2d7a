package dev.keelson.cryptoki;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Native memory that is zeroed before its arena gives it back.
///
/// @param segment valid until close
record SecretSegment(MemorySegment segment) implements AutoCloseable {
  SecretSegment(Arena arena, byte[] content) {
    this(Bytes.in(arena, content));
  }

  @Override
  public void close() {
    segment.fill((byte) 0);
  }
}
