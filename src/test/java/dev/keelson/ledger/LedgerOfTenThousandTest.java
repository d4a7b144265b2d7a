package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What somebody does to a large ledger, at places chosen by chance, and how it is found.
@Timeout(120)
class LedgerOfTenThousandTest {
  @TempDir private static Path dir;
  private static Path ledger;
  private static List<Path> files;
  private static Path kept;
  private final Random random = new Random(10_000);

  @BeforeAll
  static void write() throws Exception {
    ledger = EveryDeed.write(dir);
    files = LedgerFixture.files(ledger);
    byte[] last = part(files.size() - 1).lines().getLast().getBytes(US_ASCII);
    String note = EveryDeed.note(new Head(EveryDeed.ENTRIES, ChainHash.of(last)));
    kept = Files.writeString(dir.resolve("kept"), note);
  }

  @AfterEach
  void isGoodAgain() throws Exception {
    assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
  }

  private static LedgerPart part(int index) throws IOException {
    return LedgerPart.of(files, index);
  }

  private LedgerPart any() throws IOException {
    return part(random.nextInt(files.size()));
  }

  private byte flipped(byte good) {
    return (byte) (good ^ (1 << random.nextInt(8)));
  }

  private byte replaced(byte good) {
    return (byte) (good + 1 + random.nextInt(255));
  }

  @Test
  void hasEveryDeedResultAndDetail() throws Exception {
    Set<DeedKind> kinds = EnumSet.noneOf(DeedKind.class);
    Set<Result> results = EnumSet.noneOf(Result.class);
    Set<Detail> details = EnumSet.noneOf(Detail.class);
    List<Entry> entries = LedgerFixture.entries(ledger);
    for (Entry entry : entries) {
      kinds.add(entry.deed().kind());
      results.add(entry.deed().outcome().result());
      details.addAll(entry.deed().details().texts().keySet());
    }
    assertThat(entries).hasSize(EveryDeed.ENTRIES);
    assertThat(kinds).containsExactly(DeedKind.values());
    assertThat(results).containsExactly(Result.values());
    assertThat(details).containsExactlyInAnyOrder(Detail.values());
  }

  @Nested
  class AByteThatIsAnother {
    @Test
    void isFoundAnywhereAndNamedWithItsFileAndLine() throws Exception {
      for (int i = 0; i < 2_000; i++) {
        LedgerPart part = any();
        int at = random.nextInt(part.bytes().length);
        byte good = part.bytes()[at];
        part.findsAnotherByte(at, i % 2 == 0 ? flipped(good) : replaced(good));
      }
    }

    @Test
    void isFoundEverywhereInAnEntryOfEachDeed() throws Exception {
      LedgerPart part = part(1);
      int lines = DeedKind.values().length;
      for (int at = 0; part.line(at) <= lines; at++) {
        part.findsAnotherByte(at, flipped(part.bytes()[at]));
      }
    }

    @Test
    void isFoundEverywhereInTheFirstAndTheLastLine() throws Exception {
      for (LedgerPart part : List.of(part(0), part(files.size() - 1))) {
        int end = part.bytes().length;
        for (int at = end - part.lines().getLast().length() - 1; at < end; at++) {
          part.findsAnotherByte(at, flipped(part.bytes()[at]));
          part.findsAnotherByte(at, replaced(part.bytes()[at]));
        }
      }
    }

    @Test
    void isFoundAndNamedInTheWholeLedger() throws Exception {
      for (int i = 0; i < 20; i++) {
        LedgerPart part = any();
        int at = random.nextInt(part.bytes().length);
        byte[] bad = part.bytes().clone();
        bad[at] = flipped(bad[at]);
        LedgerFixture.overwrite(part.path(), bad);
        assertThat(LedgerFixture.verify(ledger).violations())
            .first()
            .extracting(Violation::file, Violation::line)
            .containsExactly(part.name(), part.line(at));
        LedgerFixture.overwrite(part.path(), part.bytes());
      }
    }
  }

  @Nested
  class AFileThatBearsAnotherName {
    /// In the name's every letter; whether it is then a ledger's file or none.
    private List<Path> names(Path file) {
      String name = String.valueOf(file.getFileName());
      return IntStream.range(0, name.length())
          .mapToObj(at -> name.substring(0, at) + other(name.charAt(at)) + name.substring(at + 1))
          .map(ledger::resolve)
          .filter(other -> !Files.exists(other))
          .toList();
    }

    private char other(char c) {
      return Character.isDigit(c) ? (char) ('0' + (c - '0' + 1 + random.nextInt(9)) % 10) : 'x';
    }

    private List<Violation> renamed(Path file, Path other, Path... checkpoints) throws Exception {
      Files.move(file, other);
      List<Violation> found = LedgerFixture.verify(ledger, checkpoints).violations();
      Files.move(other, file);
      return found;
    }

    @Test
    void isFound() throws Exception {
      for (int index : List.of(0, files.size() / 2)) {
        String next = part(index + 1).name();
        for (Path other : names(files.get(index))) {
          assertThat(renamed(files.get(index), other))
              .as("%s", other)
              .anyMatch(found ->
                  found.line() == 1
                      && Set.of(next, String.valueOf(other.getFileName())).contains(found.file()));
        }
      }
    }

    @Test
    void isTheNewestFileAndNotFoundWithoutACheckpointOnceItIsNoLedgersFile() throws Exception {
      for (Path other : names(files.getLast())) {
        boolean ours = LedgerFile.of(other).isPresent();
        assertThat(renamed(files.getLast(), other).isEmpty()).as("%s", other).isEqualTo(!ours);
        assertThat(renamed(files.getLast(), other, kept)).as("%s", other).isNotEmpty();
      }
    }
  }

  @Nested
  class AnEntryThatIs {
    @Test
    void deletedAnywhereIsNamed() throws Exception {
      for (int i = 0; i < 300; i++) {
        LedgerPart part = part(1 + random.nextInt(files.size() - 2));
        List<String> lines = part.lines();
        int line = random.nextInt(lines.size());
        lines.remove(line);
        String next = part(part.index() + 1).name();
        String place = line == lines.size() ? next + ":1" : part.name() + ":" + (line + 1);
        long missing = LedgerFile.of(part.path()).orElseThrow().first() + line;
        assertThat(part.with(lines))
            .extracting(Object::toString)
            .contains(place + ": before it, entry " + missing + " is missing");
      }
    }

    @Test
    void exchangedWithAnotherIsNamed() throws Exception {
      for (int i = 0; i < 300; i++) {
        LedgerPart part = part(1 + random.nextInt(files.size() - 2));
        List<String> lines = part.lines();
        int one = random.nextInt(lines.size() - 1);
        int other = one + 1 + random.nextInt(lines.size() - one - 1);
        lines.set(one, part.lines().get(other));
        lines.set(other, part.lines().get(one));
        assertThat(part.with(lines))
            .first()
            .extracting(Violation::file, Violation::line)
            .containsExactly(part.name(), one + 1L);
      }
    }

    @Test
    void exchangedWithTheWholeFileAroundItIsNamed() throws Exception {
      LedgerPart one = part(3);
      LedgerPart other = part(7);
      LedgerFixture.overwrite(one.path(), other.bytes());
      LedgerFixture.overwrite(other.path(), one.bytes());
      assertThat(LedgerFixture.verify(ledger).violations())
          .extracting(Violation::file)
          .contains(one.name(), other.name());
      LedgerFixture.overwrite(one.path(), one.bytes());
      LedgerFixture.overwrite(other.path(), other.bytes());
    }

    @Test
    void goneWithAllThatFollowsIsFoundByACheckpointAndByNothingElse() throws Exception {
      LedgerPart last = part(files.size() - 1);
      for (int i = 0; i < 10; i++) {
        List<String> left = last.lines().subList(0, 1 + random.nextInt(last.lines().size() - 1));
        assertThat(last.with(left)).as("without a checkpoint").isEmpty();
        LedgerFixture.overwrite(last.path(), LedgerPart.text(left));
        assertThat(LedgerFixture.verify(ledger, kept).violations())
            .singleElement()
            .satisfies(found -> assertThat(found.what()).contains(" knows of 10000"));
        LedgerFixture.overwrite(last.path(), last.bytes());
      }
    }

    @Test
    void cutOffWithinALineIsNamed() throws Exception {
      for (int i = 0; i < 300; i++) {
        LedgerPart part = any();
        int length = 1 + random.nextInt(part.bytes().length - 1);
        if (part.bytes()[length - 1] != '\n') {
          assertThat(part.with(Arrays.copyOf(part.bytes(), length)))
              .first()
              .extracting(Violation::file, Violation::line)
              .containsExactly(part.name(), part.line(length - 1));
        }
      }
    }
  }

  @Test
  void goneWithItsNewestFilesIsFoundByACheckpointAndByNothingElse() throws Exception {
    Path away = Files.createDirectories(dir.resolve("away"));
    for (Path file : files.reversed().subList(0, 3)) {
      Files.move(file, away.resolve(file.getFileName()));
      assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
      assertThat(LedgerFixture.verify(ledger, kept).violations()).hasSize(1);
    }
    try (Stream<Path> gone = Files.list(away)) {
      for (Path file : gone.toList()) {
        Files.move(file, ledger.resolve(file.getFileName()));
      }
    }
  }
}
