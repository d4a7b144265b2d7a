package dev.keelson.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LedgerWritingTest {
  private static final Peer APISERVER = new Peer(0, 4711);
  private static final Peer OTHER = new Peer(1000, 4712);

  @TempDir private Path dir;

  @Nested
  class ItsFiles {
    @Test
    void belongToTheirOwnerAlone() throws Exception {
      Path ledger = LedgerFixture.write(dir, 6);
      assertThat(mode(ledger)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(ledger)) {
        assertThat(files).hasSizeGreaterThan(2).allMatch(file -> mode(file).equals("rw-------"));
      }
    }

    private static String mode(Path file) {
      try {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void areNamedAfterTheirFirstEntryAndKeepOneChain() throws Exception {
      LedgerFixture.write(dir, 9);
      Path ledger = LedgerFixture.write(dir, 9);
      assertThat(LedgerFixture.verify(ledger).violations()).isEmpty();
      assertThat(LedgerFixture.entries(ledger)).hasSize(18);
      assertThat(LedgerFixture.files(ledger).getFirst())
          .hasFileName("ledger-0000000000000000001.jsonl");
    }

    @Test
    void thatWereCutBackMeanwhileAreNotWrittenTo() throws Exception {
      Path ledger = LedgerFixture.write(dir, 4);
      try (var open = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK)) {
        LedgerWriter writer = open.writer(LedgerWriter.Mode.REQUIRE);
        writer.record(LedgerFixture.rotate());
        LedgerFixture.edit(
            LedgerFixture.files(ledger).getLast(), lines -> LedgerFixture.without(lines, 0));
        Path last = LedgerFixture.files(ledger).getLast();
        Files.delete(last);
        assertThatThrownBy(() -> writer.record(LedgerFixture.rotate()))
            .isInstanceOf(LedgerException.Damaged.class)
            .hasMessageContaining("it had 5 entries, and has ");
      }
    }
  }

  @Test
  void closesAtOnceWhenNothingWaits() {
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK).close();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Nested
  class Grouped {
    @Test
    void areDecryptsOfOneCallerKeyAndSecond() throws Exception {
      try (var ledger = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK)) {
        LedgerWriter writer = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
        for (int i = 1; i <= 50; i++) {
          writer.record(LedgerFixture.decrypt(i, APISERVER, LedgerFixture.KEY));
          writer.record(LedgerFixture.decrypt(i, OTHER, LedgerFixture.KEY));
          writer.record(LedgerFixture.decrypt(i, APISERVER, "prod-6-0123456789abcdef"));
        }
      }
      List<Entry> entries = LedgerFixture.entries(LedgerFixture.settings(dir).dir());
      assertThat(entries).hasSize(3).allMatch(entry -> entry.count() == 50);
      assertThat(entries.getFirst().deed().call().uid()).isEmpty();
      assertThat(entries.getFirst().deed().outcome().latency()).isEqualTo(Duration.ofNanos(50_000));
    }

    @Test
    void areNotThoseOfDifferentSeconds() throws Exception {
      var now = new ArrayList<>(List.of(LedgerFixture.NOON));
      InstantSource clock = now::getLast;
      try (var ledger = FileLedger.open(LedgerFixture.settings(dir), clock)) {
        LedgerWriter writer = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
        writer.record(LedgerFixture.decrypt(1, APISERVER, LedgerFixture.KEY));
        now.add(LedgerFixture.NOON.plusSeconds(1));
        writer.record(LedgerFixture.decrypt(2, APISERVER, LedgerFixture.KEY));
      }
      assertThat(LedgerFixture.entries(LedgerFixture.settings(dir).dir()))
          .extracting(entry -> entry.deed().call().uid())
          .containsExactly("call-1", "call-2");
    }

    @Test
    void areNeverEncryptsErrorsAndAdminDeeds() throws Exception {
      try (var ledger = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK)) {
        LedgerWriter writer = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
        for (int i = 0; i < 3; i++) {
          writer.record(LedgerFixture.encrypt(1));
          writer.record(LedgerFixture.rotate());
          writer.record(
              LedgerFixture.decrypt(1, APISERVER, LedgerFixture.KEY)
                  .ended(Result.TAMPERED, Duration.ZERO));
        }
      }
      assertThat(LedgerFixture.entries(LedgerFixture.settings(dir).dir()))
          .hasSize(9)
          .allMatch(entry -> entry.count() == 1);
    }
  }

  @Nested
  class OnAFullDisk {
    private final AtomicBoolean full = new AtomicBoolean(true);

    /// Takes half of what it is given, as a disk does that is full in the middle.
    private final Disk disk =
        (file, bytes) -> {
          if (full.get()) {
            Disk.write(file, ByteBuffer.wrap(bytes.array(), 0, bytes.limit() / 2));
            throw new IOException("No space left on device");
          }
          Disk.write(file, bytes);
        };

    @Test
    void theCallerIsToldWhereTheEntryIsRequired() throws Exception {
      try (var ledger = FileLedger.open(LedgerFixture.settings(dir), disk, LedgerFixture.CLOCK)) {
        LedgerWriter writer = ledger.writer(LedgerWriter.Mode.REQUIRE);
        assertThatThrownBy(() -> writer.record(LedgerFixture.encrypt(1)))
            .isInstanceOf(LedgerException.Unusable.class)
            .hasMessageContaining("No space left on device");
        full.set(false);
        writer.record(LedgerFixture.encrypt(2));
        assertThat(ledger.health().failing()).isFalse();
        assertThat(ledger.health().lost()).isZero();
      }
      Path files = LedgerFixture.settings(dir).dir();
      assertThat(LedgerFixture.verify(files).violations()).isEmpty();
      assertThat(LedgerFixture.entries(files)).hasSize(1);
    }

    @Test
    void decryptsGoOnAndTheLedgerTellsLaterHowManyAreMissing() throws Exception {
      try (var ledger = FileLedger.open(LedgerFixture.settings(dir), disk, LedgerFixture.CLOCK)) {
        LedgerWriter writer = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
        for (int i = 0; i < 10; i++) {
          writer.record(
              LedgerFixture.decrypt(i, APISERVER, LedgerFixture.KEY)
                  .ended(Result.TAMPERED, Duration.ZERO));
        }
        while (ledger.health().lost() < 10) {
          Thread.sleep(5);
        }
        assertThat(ledger.health().failing()).isTrue();
        assertThat(ledger.health().lastFailure().orElseThrow().what()).contains("No space");
        full.set(false);
        ledger.writer(LedgerWriter.Mode.REQUIRE).record(LedgerFixture.rotate());
        assertThat(ledger.health().failing()).isFalse();
      }
      Path files = LedgerFixture.settings(dir).dir();
      assertThat(LedgerFixture.verify(files).violations()).isEmpty();
      List<Entry> entries = LedgerFixture.entries(files);
      assertThat(entries.getFirst().deed().kind()).isEqualTo(DeedKind.GAP);
      assertThat(entries.getFirst().deed().details().texts()).containsEntry(Detail.LOST, "10");
    }

    @Test
    void theDaemonStartsThatHasNoDirectoryYet() throws Exception {
      Path inTheWay = Files.createFile(dir.resolve("ledger"));
      try (var ledger = FileLedger.open(LedgerSettings.in(inTheWay), LedgerFixture.CLOCK)) {
        ledger.writer(LedgerWriter.Mode.BEST_EFFORT).record(LedgerFixture.encrypt(1));
        assertThatThrownBy(
                () -> ledger.writer(LedgerWriter.Mode.REQUIRE).record(LedgerFixture.encrypt(2)))
            .isInstanceOf(LedgerException.Unusable.class);
      }
    }
  }

  @Nested
  class ByMany {
    @Test
    void isOneChain() throws Exception {
      int each = 200;
      try (var one = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK);
          var other = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK)) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          LedgerWriter writer = (i % 2 == 0 ? one : other).writer(LedgerWriter.Mode.REQUIRE);
          threads.add(Thread.ofVirtual().start(() -> record(writer, each)));
        }
        for (Thread thread : threads) {
          thread.join();
        }
      }
      Path files = LedgerFixture.settings(dir).dir();
      assertThat(LedgerFixture.verify(files).violations()).isEmpty();
      assertThat(LedgerFixture.entries(files)).hasSize(8 * each);
    }

    private static void record(LedgerWriter writer, int times) {
      try {
        for (int i = 0; i < times; i++) {
          writer.record(LedgerFixture.encrypt(i));
        }
      } catch (LedgerException e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    void doesNotGrowTheMemory() throws Exception {
      try (var ledger = FileLedger.open(LedgerFixture.settings(dir), LedgerFixture.CLOCK)) {
        LedgerWriter writer = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
        long before = used();
        for (int i = 0; i < 20_000; i++) {
          while (ledger.health().lag() > 1000) {
            Thread.sleep(1);
          }
          writer.record(LedgerFixture.encrypt(i));
        }
        while (ledger.health().written() < 20_000) {
          Thread.sleep(1);
        }
        assertThat(used() - before).isLessThan(8L << 20);
        assertThat(ledger.health().lost()).isZero();
      }
    }

    private static long used() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }
}
