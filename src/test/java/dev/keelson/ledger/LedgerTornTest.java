package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash leaves when it comes while a line is written.
class LedgerTornTest {
  @TempDir private Path dir;

  @Test
  void cutsOffALineTornAtAnyByteAndRecordsIt() throws Exception {
    Path ledger = LedgerFixture.write(dir, 7);
    Path last = LedgerFixture.files(ledger).getLast();
    byte[] whole = Files.readAllBytes(last);
    int start = startOfTheLastLine(whole);
    for (int cut = start + 1; cut < whole.length; cut++) {
      byte[] torn = Arrays.copyOfRange(whole, start, cut);
      LedgerFixture.overwrite(last, Arrays.copyOf(whole, cut));
      reopen(ledger);

      assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
      List<Entry> entries = LedgerFixture.entries(ledger);
      assertThat(entries).hasSize(7);
      assertRepaired(ledger, entries.getLast(), torn);
      clear(ledger, last);
    }
  }

  private static int startOfTheLastLine(byte[] file) {
    int start = file.length - 1;
    while (start > 0 && file[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static void assertRepaired(Path ledger, Entry repair, byte[] torn) throws IOException {
    assertThat(repair.deed().kind()).isEqualTo(DeedKind.REPAIR);
    var told = repair.deed().details().texts();
    assertThat(told).containsEntry(Detail.LENGTH, Integer.toString(torn.length));
    assertThat(told).containsEntry(Detail.SHA256, ChainHash.of(torn).hex());
    assertThat(ledger.resolve(told.get(Detail.FILE))).hasBinaryContent(torn);
    assertThat(told.get(Detail.FILE)).isEqualTo("ledger-torn-7");
  }

  private static void clear(Path ledger, Path last) throws IOException {
    Files.delete(ledger.resolve("ledger-torn-7"));
    for (Path file : LedgerFixture.files(ledger)) {
      if (file.compareTo(last) > 0) {
        Files.delete(file);
      }
    }
  }

  private static void reopen(Path ledger) {
    FileLedger.open(LedgerSettings.in(ledger), LedgerFixture.CLOCK).close();
  }

  @Test
  void goesOnInAFileInWhichNothingWasWrittenYet() throws Exception {
    Path ledger = LedgerFixture.write(dir, 7);
    Files.createFile(LedgerFile.in(ledger, 8).path());
    assertThat(LedgerFixture.verify(ledger).good()).isTrue();
    LedgerFixture.write(dir, 2);
    assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
    assertThat(LedgerFixture.entries(ledger)).hasSize(9);
  }

  @Test
  void keepsWhatWasTornOfTheVeryFirstLine() throws Exception {
    Path ledger = Files.createDirectories(LedgerFixture.settings(dir).dir());
    Files.writeString(LedgerFile.in(ledger, 1).path(), "{\"v\":1,\"se");
    LedgerFixture.write(dir, 1);
    assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
    assertThat(LedgerFixture.entries(ledger))
        .extracting(entry -> entry.deed().kind())
        .containsExactly(DeedKind.REPAIR, DeedKind.ENCRYPT);
  }

  @Test
  void doesNotGoOnFromALineThatIsWholeAndWrong() throws Exception {
    Path ledger = LedgerFixture.write(dir, 3);
    LedgerFixture.edit(
        LedgerFixture.files(ledger).getLast(),
        lines -> {
          lines.set(lines.size() - 1, "{}");
          return lines;
        });
    assertThatThrownBy(() -> LedgerFixture.write(dir, 1))
        .isInstanceOf(LedgerException.Damaged.class)
        .hasMessageContaining("the last line");
  }

  /// What is torn is copied to a file of its own, cut off, and recorded; the next crash may come
  /// after each of the three.
  @Nested
  class ACrashDuringTheRepair {
    private static final String TORN = "{\"v\":1,\"seq\":7,\"time\":\"2025-";

    /// Takes nothing: what was cut off cannot be recorded.
    private static final Disk FULL =
        (_, _) -> {
          throw new IOException("No space left on device");
        };

    private Path ledger;
    private Path last;

    @BeforeEach
    void tear() throws Exception {
      ledger = LedgerFixture.write(dir, 6);
      last = LedgerFixture.files(ledger).getLast();
      Files.writeString(last, TORN, StandardOpenOption.APPEND);
    }

    private void cutOff() {
      FileLedger.open(LedgerSettings.in(ledger), FULL, LedgerFixture.CLOCK).close();
      assertThat(last).content().doesNotContain(TORN);
      assertThat(ledger.resolve("ledger-torn-7")).hasContent(TORN);
    }

    private void assertRecorded(String... torn) throws Exception {
      assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
      List<Entry> entries = LedgerFixture.entries(ledger);
      assertThat(entries).hasSizeGreaterThanOrEqualTo(6 + torn.length);
      for (int i = 0; i < torn.length; i++) {
        Entry repair = entries.get(6 + i);
        assertThat(repair.deed().kind()).isEqualTo(DeedKind.REPAIR);
        var told = repair.deed().details().texts();
        assertThat(told).containsEntry(Detail.FILE, "ledger-torn-" + (7 + i));
        assertThat(told).containsEntry(Detail.LENGTH, Integer.toString(torn[i].length()));
        assertThat(told)
            .containsEntry(Detail.SHA256, ChainHash.of(torn[i].getBytes(US_ASCII)).hex());
        assertThat(ledger.resolve("ledger-torn-" + (7 + i))).hasContent(torn[i]);
      }
      assertThat(ledger.resolve("ledger-torn-" + (7 + torn.length))).doesNotExist();
      assertThat(entries)
          .filteredOn(entry -> entry.deed().kind() == DeedKind.REPAIR)
          .hasSize(torn.length);
    }

    @Test
    void afterTheCutLeavesTheRecordToWhoComesNext() throws Exception {
      cutOff();
      assertThat(LedgerFixture.entries(ledger)).hasSize(6);
      reopen(ledger);
      assertRecorded(TORN);
      reopen(ledger);
      assertRecorded(TORN);
    }

    @Test
    void afterTheCutLeavesTheRecordToAProcessThatWasThereBefore() throws Exception {
      Files.writeString(last, Files.readString(last).replace(TORN, ""));
      try (var other = FileLedger.open(LedgerSettings.in(ledger), LedgerFixture.CLOCK)) {
        LedgerWriter writer = other.writer(LedgerWriter.Mode.REQUIRE);
        writer.record(LedgerFixture.rotate());
        Files.writeString(last, TORN, StandardOpenOption.APPEND);
        FileLedger.open(LedgerSettings.in(ledger), FULL, LedgerFixture.CLOCK).close();
        assertThat(ledger.resolve("ledger-torn-8")).hasContent(TORN);
        writer.record(LedgerFixture.rotate());
      }
      assertThat(LedgerFixture.entries(ledger).subList(6, 9))
          .extracting(entry -> entry.deed().kind())
          .containsExactly(DeedKind.ROTATE, DeedKind.REPAIR, DeedKind.ROTATE);
    }

    @Test
    void afterTheCopyMakesNoSecondOne() throws Exception {
      Files.writeString(ledger.resolve("ledger-torn-7"), TORN);
      reopen(ledger);
      assertRecorded(TORN);
    }

    @Test
    void withinTheCopyMakesItAnew() throws Exception {
      Files.writeString(ledger.resolve("ledger-torn-7.new"), "{");
      reopen(ledger);
      assertRecorded(TORN);
      assertThat(ledger.resolve("ledger-torn-7.new")).doesNotExist();
    }

    @Test
    void withinTheLineThatRecordsItIsRecordedToo() throws Exception {
      cutOff();
      byte[] before = Files.readAllBytes(last);
      reopen(ledger);
      String line = new String(LedgerFixture.entries(ledger).getLast().encode(), US_ASCII);
      for (int cut = 1; cut <= line.length(); cut++) {
        LedgerFixture.overwrite(last, before);
        Files.writeString(last, line.substring(0, cut), StandardOpenOption.APPEND);
        reopen(ledger);
        assertRecorded(TORN, line.substring(0, cut));
        Files.delete(ledger.resolve("ledger-torn-8"));
      }
    }
  }
}
