package dev.keelson.ledger;

import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads a line of the ledger: no byte of it is left unread, or free to be another.
final class LineParser {
  private static final int SUM_BYTES = ",\"sum\":\"00000000\"}".length();

  private LineParser() {}

  static Entry parse(byte[] line) throws MalformedLineException {
    if (line.length > Entry.MAX_BYTES) {
      throw new MalformedLineException("the line is longer than " + Entry.MAX_BYTES + " bytes");
    }
    var usual = LineScanner.read(line);
    return usual.isPresent() ? usual.get() : parseSlowly(line);
  }

  /// A line of a newer version, or one that is wrong and shall be told why.
  static Entry parseSlowly(byte[] line) throws MalformedLineException {
    var fields = Fields.read(line);
    long version = fields.number("v");
    checkSum(line, fields.text("sum"));
    if (version < Entry.VERSION) {
      throw new MalformedLineException("there is no version " + version);
    }
    Entry entry = entry(fields);
    if (version == Entry.VERSION) {
      fields.refuseRest();
      if (!MessageDigest.isEqual(entry.encode(), line)) {
        throw new MalformedLineException("the line is not in the form that Keelson writes");
      }
    }
    return entry;
  }

  private static void checkSum(byte[] line, String sum) throws MalformedLineException {
    if (!Entry.sum(line, Math.max(0, line.length - SUM_BYTES)).equals(sum)) {
      throw new MalformedLineException("the line was changed: its sum is another");
    }
  }

  private static Entry entry(Fields fields) throws MalformedLineException {
    try {
      return new Entry(
          fields.number("seq"),
          Instant.parse(fields.text("time")),
          deed(fields),
          Math.toIntExact(fields.numberOr("count", 1)),
          new ChainHash(fields.text("prev")));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new MalformedLineException("a field is out of its bounds: " + e.getMessage());
    }
  }

  private static Deed deed(Fields fields) throws MalformedLineException {
    var peer = new Peer(fields.numberOr("peer_uid", -1), fields.numberOr("peer_pid", -1));
    return new Deed(
        word(fields.text("deed"), DeedKind::ofWord),
        new Call(fields.textOr("uid", ""), peer, fields.textOr("key_id", "")),
        new Deed.Outcome(
            word(fields.text("result"), Result::ofWord),
            Duration.ofNanos(Math.multiplyExact(fields.number("latency_us"), 1000L))),
        details(fields.details()));
  }

  private static Details details(Map<String, String> texts) throws MalformedLineException {
    var named = new EnumMap<Detail, String>(Detail.class);
    for (var text : texts.entrySet()) {
      named.put(word(text.getKey(), Detail::ofWord), text.getValue());
    }
    return new Details(named);
  }

  private static <T> T word(String word, Function<String, Optional<T>> of)
      throws MalformedLineException {
    return of.apply(word)
        .orElseThrow(() ->
            new MalformedLineException(
                "'" + Plain.ascii(word, 32) + "' is no word of this version of Keelson"));
  }
}
