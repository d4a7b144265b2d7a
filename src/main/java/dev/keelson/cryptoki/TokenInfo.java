package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;

/// What a token tells of itself: the parts of `CK_TOKEN_INFO` in use (PKCS#11 v2.40 §3.2).
///
/// @param maxSessions the most sessions an application may open; 0 and -1 mean that the token sets
///   no limit or does not tell
public record TokenInfo(
    String label, String manufacturer, String model, String serial, long flags, long maxSessions) {
  /// Four padded texts, flags, ten counters, two versions, the time.
  static final long BYTES = 32 + 32 + 16 + 16 + 11 * 8 + 4 + 16 + 4;

  private static final long FLAGS = 96;
  private static final long MAX_SESSIONS = 104;

  static TokenInfo read(MemorySegment info) {
    return new TokenInfo(
        text(info, 0, 32),
        text(info, 32, 32),
        text(info, 64, 16),
        text(info, 80, 16),
        info.get(JAVA_LONG, FLAGS),
        info.get(JAVA_LONG, MAX_SESSIONS));
  }

  public boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /// Padded with blanks, not ended by NUL; some modules do it all the same.
  private static String text(MemorySegment info, long offset, long length) {
    String padded = new String(Bytes.out(info.asSlice(offset), length), UTF_8);
    int end = padded.indexOf('\0');
    return (end < 0 ? padded : padded.substring(0, end)).stripTrailing();
  }
}
