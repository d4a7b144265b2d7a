package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerVerifierTest {
  private static final int ENTRIES = 13;

  @TempDir private Path dir;
  private Path ledger;
  private List<Path> files;

  @BeforeEach
  void write() throws Exception {
    ledger = LedgerFixture.write(dir, ENTRIES);
    files = LedgerFixture.files(ledger);
    assertThat(files).hasSizeGreaterThan(2);
  }

  private String name(int file) {
    return String.valueOf(files.get(file).getFileName());
  }

  private void finds(String... violations) throws LedgerException {
    assertThat(LedgerFixture.verify(ledger).violations())
        .zipSatisfy(
            List.of(violations), (found, wanted) -> assertThat(found.toString()).contains(wanted));
  }

  /// A line that somebody changed who knows how its sum is made.
  private static List<String> forged(List<String> lines, int index) {
    String line = lines.get(index).replace("\"result\":\"ok\"", "\"result\":\"denied\"");
    String fields = line.substring(1, line.indexOf(",\"sum\""));
    lines.set(index, new String(LedgerLineTest.line(fields), UTF_8));
    return lines;
  }

  @Nested
  class AnUntouchedLedger {
    @Test
    void isGood() throws Exception {
      Verification found = LedgerFixture.verify(ledger);
      assertThat(found.violations()).isEmpty();
      assertThat(found.first()).isEqualTo(1);
      assertThat(found.last()).isEqualTo(ENTRIES);
    }

    @Test
    void isGoodInARange() throws Exception {
      var verifier = new LedgerVerifier(ledger, List.of(), List.of(), LedgerProgress.NONE);
      Verification found = verifier.verify(new LedgerVerifier.Range(7, 12));
      assertThat(found.violations()).isEmpty();
      assertThat(found.last()).isEqualTo(12);
    }

    @Test
    void isGoodFromWhereTheArchiveEnds() throws Exception {
      Files.delete(files.getFirst());
      long second = LedgerFile.of(files.get(1)).orElseThrow().first();
      finds(name(1) + ":1: before it, entries 1 to " + (second - 1) + " are missing");
      var verifier = new LedgerVerifier(ledger, List.of(), List.of(), LedgerProgress.NONE);
      assertThat(verifier.verify(new LedgerVerifier.Range(second, Long.MAX_VALUE)).good()).isTrue();
    }
  }

  @Nested
  class AFlip {
    @Test
    void isFoundInEveryByteAndNamedWithItsLine() throws Exception {
      for (Path file : files) {
        byte[] good = Files.readAllBytes(file);
        int line = 1;
        for (int i = 0; i < good.length; i++) {
          byte[] bad = good.clone();
          bad[i] ^= (byte) (1 << (i % 8));
          LedgerFixture.overwrite(file, bad);
          List<Violation> found = LedgerFixture.verify(ledger).violations();
          assertThat(found).as(file + " byte " + i).isNotEmpty();
          assertThat(found.getFirst().file()).isEqualTo(String.valueOf(file.getFileName()));
          assertThat(found.getFirst().line()).isEqualTo(line);
          line += good[i] == '\n' ? 1 : 0;
        }
        LedgerFixture.overwrite(file, good);
      }
    }

    @Test
    void withTheSumMadeAnewIsFoundByTheNextLine() throws Exception {
      LedgerFixture.edit(files.get(1), lines -> forged(lines, 0));
      finds(name(1) + ":2: it does not follow " + name(1) + ":1");
    }

    @Test
    void inTheLastLineOfAFileIsFoundByTheNextFile() throws Exception {
      LedgerFixture.edit(files.get(1), lines -> forged(lines, lines.size() - 1));
      finds(name(2) + ":1: it does not follow " + name(1));
    }
  }

  @Nested
  class AnEntryThatIs {
    @Test
    void deletedIsNamed() throws Exception {
      LedgerFixture.edit(files.getFirst(), lines -> LedgerFixture.without(lines, 1));
      finds(name(0) + ":2: before it, entry 2 is missing");
    }

    @Test
    void deletedAtTheBeginningIsNamed() throws Exception {
      LedgerFixture.edit(files.getFirst(), lines -> LedgerFixture.without(lines, 0));
      finds(name(0) + ":1: it is entry 2", name(0) + ":1: before it, entry 1 is missing");
    }

    @Test
    void swappedWithAnotherIsNamed() throws Exception {
      LedgerFixture.edit(files.getFirst(), lines -> LedgerFixture.swapped(lines, 1));
      finds(
          name(0) + ":2: before it, entry 2 is missing",
          name(0) + ":3: entry 2 stands after 3",
          name(0) + ":4: before it, entry 3 is missing");
    }

    @Test
    void repeatedIsNamed() throws Exception {
      LedgerFixture.edit(
          files.getFirst(),
          lines -> {
            lines.add(2, lines.get(1));
            return lines;
          });
      finds(name(0) + ":3: entry 2 stands after 2");
    }

    @Test
    void inTheMiddleOfAWholeFileThatIsGoneIsNamed() throws Exception {
      Files.delete(files.get(1));
      finds(name(2) + ":1: before it, entries ");
    }

    @Test
    void cutShortIsNamed() throws Exception {
      Path last = files.getLast();
      byte[] bytes = Files.readAllBytes(last);
      Files.write(last, Arrays.copyOf(bytes, bytes.length - 3));
      long lines = new String(bytes, UTF_8).lines().count();
      finds(name(files.size() - 1) + ":" + lines + ": the line is not finished");
    }

    @Test
    void missingWithAllOthersIsTold() throws Exception {
      for (Path file : files) {
        Files.delete(file);
      }
      finds("ledger: there is no entry");
    }
  }

  @Nested
  class AKeptCheckpoint {
    private Path kept() throws Exception {
      List<Entry> entries = LedgerFixture.entries(ledger);
      var head = new Head(ENTRIES, ChainHash.of(entries.getLast().encode()));
      String note = Checkpoint.text(new Origin("test"), head) + "\n— nobody AAAAAAAA\n";
      return Files.writeString(dir.resolve("kept"), note);
    }

    private void finds(Path kept, String wanted) throws LedgerException {
      assertThat(LedgerFixture.verify(ledger, kept).violations())
          .singleElement()
          .satisfies(found -> assertThat(found.toString()).contains(wanted));
    }

    @Test
    void agreesWithItsLedger() throws Exception {
      Verification found = LedgerFixture.verify(ledger, kept());
      assertThat(found.violations()).isEmpty();
      assertThat(found.checkpoints()).isEqualTo(1);
    }

    @Test
    void knowsThatTheTailWasRolledBack() throws Exception {
      Path kept = kept();
      rollBack();
      assertThat(LedgerFixture.verify(ledger).good()).as("without it, nobody knows").isTrue();
      finds(kept, "the ledger ends here, at entry 12: the checkpoint " + kept + " knows of 13");
    }

    @Test
    void knowsThatTheTailWasWrittenAnew() throws Exception {
      Path kept = kept();
      LedgerFixture.edit(files.getLast(), lines -> forged(lines, lines.size() - 1));
      finds(kept, "this entry is not the one of the checkpoint");
    }

    @Test
    void thatIsNoneIsAViolation() throws Exception {
      finds(Files.writeString(dir.resolve("kept"), "hello\n"), "it is not a text with signatures");
      finds(dir.resolve("none"), "there is no such checkpoint");
    }

    private void rollBack() throws IOException {
      LedgerFixture.edit(files.getLast(), lines -> LedgerFixture.without(lines, lines.size() - 1));
      if (Files.size(files.getLast()) == 0) {
        Files.delete(files.getLast());
      }
    }
  }
}
