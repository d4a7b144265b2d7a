package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Ledgers for tests, and what an intruder does to their files.
public final class LedgerFixture {
  static final Instant NOON = Instant.parse("2026-11-01T12:00:00.250Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOON);
  static final String KEY = "prod-7-0123456789abcdef";

  private LedgerFixture() {}

  static Deed encrypt(int call) {
    return Deed.of(DeedKind.ENCRYPT, Details.NONE)
        .on(new Call("call-" + call, new Peer(0, 4711), KEY))
        .ended(Result.OK, Duration.ofNanos(586_000));
  }

  static Deed decrypt(int call, Peer peer, String keyId) {
    return new Deed(
        DeedKind.DECRYPT,
        new Call("call-" + call, peer, keyId),
        new Deed.Outcome(Result.OK, Duration.ofNanos(1000L * call)),
        Details.NONE);
  }

  static Deed rotate() {
    return Deed.of(DeedKind.ROTATE, Details.NONE.with(Detail.REASON, "cryptoperiod över"))
        .on(Call.ofKey(KEY));
  }

  static LedgerSettings settings(Path dir) {
    return LedgerSettings.in(dir.resolve("ledger"));
  }

  /// A ledger of so many entries, in files of about five each.
  public static Path write(Path dir, int entries) throws LedgerException {
    LedgerSettings settings = settings(dir).withMaxFileBytes(5 * 300);
    try (var ledger = FileLedger.open(settings, CLOCK)) {
      LedgerWriter writer = ledger.writer(LedgerWriter.Mode.REQUIRE);
      for (int i = 1; i <= entries; i++) {
        writer.record(i % 4 == 0 ? rotate() : encrypt(i));
      }
    }
    return settings.dir();
  }

  static Verification verify(Path ledger, Path... kept) throws LedgerException {
    return new LedgerVerifier(ledger, List.of(), List.of(kept), LedgerProgress.NONE)
        .verify(LedgerVerifier.Range.ALL);
  }

  static List<Entry> entries(Path ledger) throws LedgerException {
    List<Entry> entries = new ArrayList<>();
    new FileLedgerReader(ledger).read(1, entries::add);
    return entries;
  }

  static List<Path> files(Path ledger) throws IOException {
    try (Stream<Path> all = Files.list(ledger)) {
      return all.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  /// Changes the lines of a file as an intruder would, who knows how lines are made.
  public static void edit(Path file, UnaryOperator<List<String>> change) throws IOException {
    List<String> lines = change.apply(new ArrayList<>(Files.readAllLines(file, UTF_8)));
    Files.writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /// In place: of a file that is cut to nothing and written anew, ext4 waits for the disk.
  static void overwrite(Path file, byte[] content) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Disk.fill(channel, ByteBuffer.wrap(content));
      channel.truncate(content.length);
    }
  }

  static List<String> without(List<String> lines, int index) {
    lines.remove(index);
    return lines;
  }

  static List<String> swapped(List<String> lines, int index) {
    Collections.swap(lines, index, index + 1);
    return lines;
  }
}
