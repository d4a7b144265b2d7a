package dev.keelson.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
      Files.write(last, Arrays.copyOf(whole, cut));
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
}
