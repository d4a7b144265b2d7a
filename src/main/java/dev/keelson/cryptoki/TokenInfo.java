package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What a token tells of itself: the parts of `CK_TOKEN_INFO` in use (PKCS#11 v2.40 §3.2).
///
/// @param clock the token's own, of those that have one
public record TokenInfo(
    String label,
    String manufacturer,
    String model,
    String serial,
    String firmware,
    long flags,
    Sessions sessions,
    PinLength pinLength,
    Optional<Instant> clock) {

  /// How many sessions there are, and may be.
  ///
  /// @param open of all applications; -1 when the token does not tell
  /// @param max of one application; 0 and -1 mean that the token sets no limit or does not tell
  public record Sessions(long open, long max, long openWritable, long maxWritable) {}

  /// How long a PIN may be, in bytes.
  ///
  /// @param max 0 or -1 when the token does not tell
  public record PinLength(long min, long max) {
    public boolean allows(int length) {
      return length >= min && (max <= 0 || length <= max);
    }

    @Override
    public String toString() {
      return max <= 0 ? "of at least " + min + " bytes" : "of " + min + " to " + max + " bytes";
    }
  }

  /// Four padded texts, flags, ten counters, two versions, the time.
  static final long BYTES = 32 + 32 + 16 + 16 + 11 * 8 + 4 + 16 + 4;

  private static final long FLAGS = 96;
  private static final long COUNTERS = 104;
  private static final long FIRMWARE = 186;
  private static final long TIME = 188;

  /// `utcTime`: "YYYYMMDDhhmmss" and two digits that mean nothing.
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  static TokenInfo read(MemorySegment info) {
    return new TokenInfo(
        text(info, 0, 32),
        text(info, 32, 32),
        text(info, 64, 16),
        text(info, 80, 16),
        version(Bytes.out(info.asSlice(FIRMWARE), 2)),
        info.get(JAVA_LONG, FLAGS),
        new Sessions(counter(info, 1), counter(info, 0), counter(info, 3), counter(info, 2)),
        new PinLength(counter(info, 5), counter(info, 4)),
        (info.get(JAVA_LONG, FLAGS) & Ck.CKF_CLOCK_ON_TOKEN) == 0
            ? Optional.empty()
            : clock(text(info, TIME, 16)));
  }

  private static long counter(MemorySegment info, int place) {
    return info.get(JAVA_LONG, COUNTERS + place * JAVA_LONG.byteSize());
  }

  /// `CK_VERSION`: the second number counts hundredths.
  private static String version(byte[] numbers) {
    int minor = Byte.toUnsignedInt(numbers[1]);
    return Byte.toUnsignedInt(numbers[0]) + (minor < 10 ? ".0" : ".") + minor;
  }

  private static Optional<Instant> clock(String utcTime) {
    try {
      return Optional.of(UTC.parse(utcTime.substring(0, 14), Instant::from));
    } catch (DateTimeException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
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
