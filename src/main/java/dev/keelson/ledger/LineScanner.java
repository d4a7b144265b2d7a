package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads a line that is in the very form in which [Entry#encode()] writes it, in one pass. Of any
/// other it has nothing to say: [LineParser] takes its time over those, and knows what is wrong.
final class LineScanner {
  private static final byte[] BEGIN = "{\"v\":1".getBytes(US_ASCII);
  private static final byte[] SEQ = field("seq");
  private static final byte[] TIME = field("time");
  private static final byte[] DEED = field("deed");
  private static final byte[] UID = field("uid");
  private static final byte[] PEER_UID = field("peer_uid");
  private static final byte[] PEER_PID = field("peer_pid");
  private static final byte[] KEY_ID = field("key_id");
  private static final byte[] RESULT = field("result");
  private static final byte[] LATENCY = field("latency_us");
  private static final byte[] COUNT = field("count");
  private static final byte[] DETAILS = field("details");
  private static final byte[] PREV = field("prev");
  private static final byte[] SUM = field("sum");

  private final LineCursor line;

  private LineScanner(byte[] line) {
    this.line = new LineCursor(line);
  }

  private static byte[] field(String name) {
    return (",\"" + name + "\":").getBytes(US_ASCII);
  }

  /// Empty for a line of another form, and for one that is wrong.
  static Optional<Entry> read(byte[] line) {
    try {
      return Optional.of(new LineScanner(line).entry());
    } catch (LineCursor.OtherForm | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private Entry entry() throws LineCursor.OtherForm {
    line.skip(BEGIN);
    line.skip(SEQ);
    long sequence = line.number();
    line.skip(TIME);
    Instant time = time();
    line.skip(DEED);
    DeedKind kind = word(DeedKind::ofWord);
    Call call = call();
    Deed.Outcome outcome = outcome();
    int count = count();
    var deed = new Deed(kind, call, outcome, details());
    line.skip(PREV);
    var previous = new ChainHash(line.text());
    end();
    return new Entry(sequence, time, deed, count, previous);
  }

  /// In the one form that has three digits of a second; what is no time is refused by its type.
  private Instant time() throws LineCursor.OtherForm {
    line.skip('"');
    int year = line.digits(4);
    line.skip('-');
    int month = line.digits(2);
    line.skip('-');
    int day = line.digits(2);
    line.skip('T');
    int hour = line.digits(2);
    line.skip(':');
    int minute = line.digits(2);
    line.skip(':');
    int second = line.digits(2);
    line.skip('.');
    int nanos = line.digits(3) * 1_000_000;
    line.skip('Z');
    line.skip('"');
    return LocalDateTime.of(year, month, day, hour, minute, second, nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private Call call() throws LineCursor.OtherForm {
    String uid = line.skips(UID) ? some(line.text()) : "";
    Peer peer = line.skips(PEER_UID) ? peer(line.number()) : Peer.NONE;
    String keyId = line.skips(KEY_ID) ? some(line.text()) : "";
    var call = new Call(uid, peer, keyId);
    LineCursor.require(call.uid().equals(uid) && call.keyId().equals(keyId));
    return call;
  }

  private Peer peer(long uid) throws LineCursor.OtherForm {
    line.skip(PEER_PID);
    return new Peer(uid, line.number());
  }

  private Deed.Outcome outcome() throws LineCursor.OtherForm {
    line.skip(RESULT);
    Result result = word(Result::ofWord);
    line.skip(LATENCY);
    long micros = line.number();
    LineCursor.require(micros <= Deed.LONGEST.toNanos() / 1000);
    return new Deed.Outcome(result, Duration.ofNanos(1000 * micros));
  }

  private int count() throws LineCursor.OtherForm {
    if (!line.skips(COUNT)) {
      return 1;
    }
    long count = line.number();
    LineCursor.require(count > 1 && count <= Integer.MAX_VALUE);
    return (int) count;
  }

  private Details details() throws LineCursor.OtherForm {
    if (!line.skips(DETAILS)) {
      return Details.NONE;
    }
    var texts = new EnumMap<Detail, String>(Detail.class);
    line.skip('{');
    List<Detail> names = new ArrayList<>();
    do {
      Detail name = word(Detail::ofWord);
      names.add(name);
      line.skip(':');
      texts.put(name, line.text());
    } while (line.skips(','));
    line.skip('}');
    LineCursor.require(names.equals(List.copyOf(texts.keySet()))); // in order, and none twice
    return new Details(texts);
  }

  private void end() throws LineCursor.OtherForm {
    String right = line.sumSoFar();
    line.skip(SUM);
    LineCursor.require(line.text().equals(right));
    line.skip('}');
    LineCursor.require(line.isAtEnd());
  }

  private <T> T word(Function<String, Optional<T>> of) throws LineCursor.OtherForm {
    return of.apply(line.text()).orElseThrow(LineCursor.OtherForm::new);
  }

  private static String some(String text) throws LineCursor.OtherForm {
    LineCursor.require(!text.isEmpty());
    return text;
  }
}
