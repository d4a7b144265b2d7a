package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fast reading of a line against the slow one, which refuses whatever it would write
/// otherwise.
class LineScannerTest {
  private static final String SPARE = "019aufZ-:.,{}[]\"\\ \u007f\u00e9";

  @TempDir private Path dir;

  private static Optional<Entry> slowly(byte[] line) {
    try {
      return Optional.of(LineParser.parseSlowly(line));
    } catch (MalformedLineException _) {
      return Optional.empty();
    }
  }

  /// An entry with every field there is.
  private static String fields() {
    var texts = new EnumMap<Detail, String>(Detail.class);
    texts.put(Detail.REASON, "\"a\"\u00a0\\");
    texts.put(Detail.GENERATION, "7");
    texts.put(Detail.NOTE, "a\nb\u0007");
    Deed deed =
        Deed.of(DeedKind.DECRYPT, new Details(texts))
            .on(new Call("u\"1", new Peer(10, 0), "k\\1"))
            .ended(Result.UNKNOWN_KEY, Duration.ofNanos(20_000));
    byte[] line = new Entry(10, LedgerFixture.NOON, deed, 2, ChainHash.ZERO).encode();
    String text = new String(line, US_ASCII);
    return text.substring(1, text.indexOf(",\"sum\""));
  }

  @Test
  void readsEveryLineThatIsWritten() throws Exception {
    List<Entry> entries = LedgerFixture.entries(EveryDeed.write(dir));
    assertThat(entries)
        .hasSize(EveryDeed.ENTRIES)
        .allSatisfy(entry -> assertThat(LineScanner.read(entry.encode())).contains(entry));
  }

  /// With the right sum, each of them: it is the form that is looked at.
  @Test
  void readsNoLineOtherwiseThanTheSlowReading() {
    String fields = fields();
    assertSame(fields);
    int read = 0;
    for (int at = fields.indexOf("\"seq\""); at < fields.length(); at++) {
      String before = fields.substring(0, at);
      String after = fields.substring(at + 1);
      read += assertSame(before + after);
      read += assertSame(before + fields.charAt(at) + fields.substring(at));
      for (String other : SPARE.split("", -1)) {
        read += assertSame(before + other + after);
        read += assertSame(before + other + fields.substring(at));
      }
    }
    assertThat(read).as("lines that are another's").isGreaterThan(100);
  }

  private static int assertSame(String fields) {
    byte[] line = LedgerLineTest.line(fields);
    Optional<Entry> fast = LineScanner.read(line);
    boolean beforeChrist = fields.contains("\"time\":\"-");
    assertThat(fast).as(fields).isEqualTo(beforeChrist ? Optional.empty() : slowly(line));
    return fast.isPresent() ? 1 : 0;
  }

  @Test
  void readsNoFieldThatIsMissingOrMovedOrTwiceOtherwise() {
    String fields = fields();
    List<String> parts = List.of(fields.split(",(?=\"[a-z_]+\":)", -1));
    assertThat(parts).hasSizeGreaterThan(12);
    for (int i = 1; i < parts.size(); i++) {
      String part = "," + parts.get(i);
      assertSame(fields.replace(part, ""));
      assertSame(fields.replace(part, part + part));
      for (int j = 1; j < parts.size(); j++) {
        String other = "," + parts.get(j);
        assertSame(fields.replace(part, "").replace(other, part + other));
      }
    }
  }

  @Test
  void readsNoOtherSpellingOfTheSame() {
    String fields = fields();
    for (String other :
        List.of(
            fields.replace("\\u00a0", "\\u00A0"),
            fields.replace("u\\\"1", ""),
            fields.replace("k\\\\1", ""))) {
      assertThat(other).isNotEqualTo(fields);
      assertThat(assertSame(other)).as(other).isZero();
    }
    String line = new String(LedgerLineTest.line(fields), US_ASCII);
    assertThat(LineScanner.read((line + " ").getBytes(US_ASCII))).isEmpty();
  }

  @Test
  void leavesALineOfANewerVersionToTheSlowReading() {
    byte[] line = LedgerLineTest.line(fields().replace("\"v\":1", "\"v\":2"));
    assertThat(LineScanner.read(line)).isEmpty();
    assertThat(slowly(line)).isPresent();
  }

  @Test
  void findsAWrongSum() {
    byte[] line = LedgerLineTest.line(fields());
    for (int at = 0; at < line.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = line.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertThat(LineScanner.read(flipped)).as("byte %d", at).isEmpty();
      }
    }
  }

  @Test
  void refusesALineCutAnywhere() {
    String line = new String(LedgerLineTest.line(fields()), US_ASCII);
    for (int length = 0; length < line.length(); length++) {
      assertThat(LineScanner.read(line.substring(0, length).getBytes(US_ASCII))).isEmpty();
    }
  }
}
