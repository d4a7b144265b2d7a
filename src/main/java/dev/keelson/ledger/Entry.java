package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// One line of the ledger. Its bytes are ASCII, its fields stand in this order and those that tell
/// nothing are left out, so that an entry has one form only:
///
/// | field | what |
/// |-------|------|
/// | `v` | version, 1 |
/// | `seq` | 1 for the first entry of a ledger, and so on, across files |
/// | `time` | UTC with milliseconds, `2026-11-01T12:00:00.000Z` |
/// | `deed` | a word of [DeedKind] |
/// | `uid` | of the call |
/// | `peer_uid`, `peer_pid` | of the caller |
/// | `key_id` | of the key that was used or asked for |
/// | `result` | a word of [Result] |
/// | `latency_us` | microseconds; the longest of a group |
/// | `count` | of a group, from 2 |
/// | `details` | texts by the words of [Detail] |
/// | `prev` | SHA-256, in hex, of the line before without its newline; zeros before the first |
/// | `sum` | CRC-32C, in hex, of all bytes of this line before `,"sum"` |
///
/// `sum` keeps no forger out. It finds a bad disk in the last line, which has no successor yet, and
/// names the line that is bad where `prev` names only the one after it.
public record Entry(long sequence, Instant time, Deed deed, int count, ChainHash previous) {
  /// Of a line, without its newline.
  public static final int MAX_BYTES = 8 * 1024;

  static final int VERSION = 1;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  public Entry {
    if (sequence < 1 || count < 1) {
      throw new IllegalArgumentException("sequence and count begin at 1");
    }
    time = time.truncatedTo(ChronoUnit.MILLIS);
  }

  /// Reads one line, whole and in the form that [#encode()] gives it.
  public static Entry parse(byte[] line) throws MalformedLineException {
    return LineParser.parse(line);
  }

  /// The line, without its newline.
  public byte[] encode() {
    String text = text();
    return (text + ",\"sum\":\"" + sum(text.getBytes(US_ASCII)) + "\"}").getBytes(US_ASCII);
  }

  public String timeText() {
    return TIME.format(time);
  }

  static String sum(byte[] covered) {
    return sum(covered, covered.length);
  }

  static String sum(byte[] line, int length) {
    var crc = new CRC32C();
    crc.update(line, 0, length);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  private String text() {
    var line =
        new JsonLine()
            .number("v", VERSION)
            .number("seq", sequence)
            .text("time", timeText())
            .text("deed", deed.kind().word());
    call(line, deed.call());
    line.text("result", deed.outcome().result().word())
        .number("latency_us", deed.outcome().latency().toNanos() / 1000);
    if (count > 1) {
      line.number("count", count);
    }
    if (!deed.details().texts().isEmpty()) {
      line.object(
          "details",
          inner ->
              new TreeMap<>(deed.details().texts())
                  .forEach((name, text) -> inner.text(name.word(), text)));
    }
    return line.text("prev", previous.hex()).toString();
  }

  private static void call(JsonLine line, Call call) {
    if (!call.uid().isEmpty()) {
      line.text("uid", call.uid());
    }
    if (!call.peer().equals(Peer.NONE)) {
      line.number("peer_uid", call.peer().uid()).number("peer_pid", call.peer().pid());
    }
    if (!call.keyId().isEmpty()) {
      line.text("key_id", call.keyId());
    }
  }
}
