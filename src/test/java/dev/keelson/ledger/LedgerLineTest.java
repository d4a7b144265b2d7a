package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerLineTest {
  private static final Entry ENTRY =
      new Entry(7, LedgerFixture.NOON, LedgerFixture.rotate(), 1, ChainHash.ZERO);

  /// A line of these fields, with the right sum.
  static byte[] line(String fields) {
    String text = "{" + fields;
    return (text + ",\"sum\":\"" + Entry.sum(text.getBytes(UTF_8)) + "\"}").getBytes(UTF_8);
  }

  private static String fields(byte[] line) {
    String text = new String(line, US_ASCII);
    return text.substring(1, text.indexOf(",\"sum\""));
  }

  @Nested
  class Written {
    @Test
    void isOneLineOfAscii() {
      String line = new String(ENTRY.encode(), US_ASCII);
      assertThat(line)
          .startsWith(
              "{\"v\":1,\"seq\":7,\"time\":\"2026-11-01T12:00:00.250Z\",\"deed\":\"rotate\"")
          .contains("\"reason\":\"cryptoperiod \\u00f6ver\"")
          .matches("[ -~]+");
    }

    @Test
    void leavesOutWhatTellsNothing() {
      var start = Deed.of(DeedKind.START, Details.NONE);
      var entry = new Entry(1, LedgerFixture.NOON, start, 1, ChainHash.ZERO);
      assertThat(new String(entry.encode(), US_ASCII))
          .doesNotContain("uid", "key_id", "count", "details");
    }

    @Test
    void staysWithinALineWhateverACallerSends() throws Exception {
      String hostile = "\u0000\"\\\uD800\uFFFF".repeat(1000);
      Details details = Details.NONE.with(Detail.REASON, hostile).with(Detail.LABEL, hostile);
      Deed deed =
          Deed.of(DeedKind.REFUSE, details)
              .on(new Call(hostile, new Peer(Integer.MAX_VALUE, Integer.MAX_VALUE), hostile))
              .ended(Result.UNKNOWN_KEY, Duration.ofDays(30));
      var entry = new Entry(Long.MAX_VALUE, Instant.EPOCH, deed, Integer.MAX_VALUE, ChainHash.ZERO);
      assertThat(entry.encode().length).isLessThanOrEqualTo(Entry.MAX_BYTES);
      assertThat(Entry.parse(entry.encode())).isEqualTo(entry);
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasForEveryDeed(DeedKind kind) throws Exception {
      var entry = new Entry(3, LedgerFixture.NOON, Deed.of(kind, Details.NONE), 2, ChainHash.ZERO);
      assertThat(Entry.parse(entry.encode())).isEqualTo(entry);
    }

    @Test
    void hasNoPlaceForBytes() {
      for (Class<?> type : List.of(Deed.class, Call.class, Deed.Outcome.class, Details.class)) {
        for (var component : type.getRecordComponents()) {
          assertThat(component.getType()).isNotEqualTo(byte[].class).isNotEqualTo(Object.class);
        }
      }
      assertThatThrownBy(() -> new Details(Map.of(Detail.REASON, "\u0007")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Refused {
    private final String good = fields(ENTRY.encode());

    private void refused(byte[] line, String why) {
      assertThatThrownBy(() -> Entry.parse(line))
          .isInstanceOf(MalformedLineException.class)
          .hasMessageContaining(why);
    }

    @Test
    void isAFieldThatNobodyKnows() {
      refused(line(good + ",\"more\":1"), "does not know");
      refused(line(good + ",\"peer\":\"x\""), "does not know");
    }

    @Test
    void isButIgnoredInALineOfANewerVersion() throws Exception {
      Entry read = Entry.parse(line(good.replace("\"v\":1", "\"v\":2") + ",\"more\":1"));
      assertThat(read).isEqualTo(ENTRY);
    }

    @Test
    void isAnyFlippedByte() {
      byte[] line = ENTRY.encode();
      for (int i = 0; i < line.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] flipped = line.clone();
          flipped[i] ^= (byte) (1 << bit);
          assertThatThrownBy(() -> Entry.parse(flipped)).isInstanceOf(MalformedLineException.class);
        }
      }
    }

    @Test
    void isAnotherFormOfTheSame() {
      refused(line(good.replace("\"seq\":7", "\"seq\": 7")), "form");
      refused(line(good.replace("rotate", "rot\\u0061te")), "form");
      refused(line(good.replace(".250Z", ".2500Z")), "form");
      refused(line("\"seq\":7," + good), "not JSON");
      refused(line(good.replace("\"v\":1,\"seq\":7", "\"seq\":7,\"v\":1")), "form");
    }

    @Test
    void isWhatIsOutOfItsBounds() {
      refused(line(good.replace("\"seq\":7", "\"seq\":0")), "bounds");
      refused(line(good.replace("\"seq\":7", "\"seq\":99999999999999999999")), "not JSON");
      refused(line(good.replace("\"seq\":7", "\"seq\":\"7\"")), "no number 'seq'");
      refused(line(good.replace("\"latency_us\":0", "\"latency_us\":-1")), "bounds");
      refused(
          line(good.replace("\"latency_us\":0", "\"latency_us\":9223372036854775807")), "bounds");
      refused(line(good.replace("\"prev\":\"0", "\"prev\":\"G")), "bounds");
      refused(line(good.replace("2026-11-01", "2026-13-01")), "bounds");
      refused(line(good.replace("\"rotate\"", "\"dance\"")), "no word");
      refused(line(good.replace("\"reason\"", "\"pin\"")), "no word");
      refused(new byte[Entry.MAX_BYTES + 1], "longer");
      refused(new byte[0], "not one JSON object");
      refused("[]".getBytes(UTF_8), "not one JSON object");
      refused("{\"a\":{\"b\":1}}".getBytes(UTF_8), "object where none is");
    }
  }

  @Nested
  class OfOld {
    private final Path golden = Path.of("src/test/resources/ledgers/v1");

    @Test
    void staysReadableForEver() throws Exception {
      var key = NoteKey.ofPem(Files.readString(golden.resolve("ledger.pem")));
      Verification found =
          new LedgerVerifier(golden, List.of(key), List.of(), LedgerProgress.NONE)
              .verify(LedgerVerifier.Range.ALL);
      assertThat(found.violations()).isEmpty();
      assertThat(found.last()).isEqualTo(8);
      assertThat(found.signatures()).isEqualTo(2);
    }
  }
}
