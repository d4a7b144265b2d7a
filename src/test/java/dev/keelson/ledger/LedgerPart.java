package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// One file of a ledger as it was, and what a verifier finds of others in its place.
///
/// @param range its entries, and the one that follows them: to look at all takes longer
@SuppressWarnings("ArrayRecordComponent") // never compared
record LedgerPart(int index, Path path, LedgerVerifier.Range range, byte[] bytes) {
  static LedgerPart of(List<Path> files, int index) throws IOException {
    long next = index + 1 < files.size() ? first(files.get(index + 1)) : Long.MAX_VALUE;
    Path path = files.get(index);
    var range = new LedgerVerifier.Range(first(path), next);
    return new LedgerPart(index, path, range, Files.readAllBytes(path));
  }

  private static long first(Path file) {
    return LedgerFile.of(file).orElseThrow().first();
  }

  static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(US_ASCII);
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /// In which line this byte is; a newline belongs to the line it ends.
  long line(int at) {
    return 1 + IntStream.range(0, at).filter(i -> bytes[i] == '\n').count();
  }

  List<String> lines() {
    return new ArrayList<>(new String(bytes, US_ASCII).lines().toList());
  }

  List<Violation> with(List<String> lines) throws Exception {
    return with(text(lines));
  }

  List<Violation> with(byte[] other) throws Exception {
    LedgerFixture.overwrite(path, other);
    Path ledger = Objects.requireNonNull(path.getParent());
    List<Violation> found =
        new LedgerVerifier(ledger, List.of(), List.of(), LedgerProgress.NONE)
            .verify(range)
            .violations();
    LedgerFixture.overwrite(path, bytes);
    return found;
  }

  void findsAnotherByte(int at, byte other) throws Exception {
    byte[] bad = bytes.clone();
    bad[at] = other;
    assertThat(with(bad))
        .as("%s byte %d is %d", name(), at, other)
        .first()
        .extracting(Violation::file, Violation::line)
        .containsExactly(name(), line(at));
  }
}
