package dev.keelson.faults;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The control file, which the module has mapped as well: words of 64 bits, at the places of
/// `struct control` in `faults.h`. Whoever writes is seen at once by the other side.
final class Control {
  static final int CONNECTION = 0;
  static final int DEATHS = 1;
  static final int TOKEN_HIDDEN = 2;
  static final int HIDINGS = 3;
  static final int KEYS_HIDDEN = 4;
  static final int SESSION_LIMIT = 5;
  static final int TOKEN_FLAGS = 6;
  static final int DELAY = 7;
  static final int RELEASES = 8;
  static final int INSIDE = 9;
  static final int MOST_INSIDE = 10;
  static final int SESSIONS = 11;
  static final int IV_WAY = 12;
  static final int IV_REPEATS = 13;
  static final int IV_BYTES = 14;
  static final int MECHANISM_HIDDEN = 15;
  static final int CALLS = 16;
  static final int FAULTS = CALLS + Function.COUNT;

  static final int FAULT_COUNT = 64;
  static final int FAULT_WORDS = 8;

  private static final int BYTES = (FAULTS + FAULT_COUNT * FAULT_WORDS) * Long.BYTES;
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer words;

  private Control(ByteBuffer words) {
    this.words = words;
  }

  static Control in(Path newFile) throws IOException {
    try (var file =
        FileChannel.open(
            newFile,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new Control(file.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  long get(int place) {
    return (long) WORD.getVolatile(words, place * Long.BYTES);
  }

  void set(int place, long value) {
    WORD.setVolatile(words, place * Long.BYTES, value);
  }

  void increment(int place) {
    long before = (long) WORD.getAndAdd(words, place * Long.BYTES, 1L);
    if (before < 0) {
      throw new AssertionError("the control file is damaged at word " + place);
    }
  }
}
