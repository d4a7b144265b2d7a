package dev.keelson.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of `docs/faults.md`, played.
@Timeout(180)
class FaultsTest {
  private static final FaultBook BOOK = new FaultBook();

  @TempDir private Path dir;

  static List<FaultCase> faults() {
    return Stream.of(
            TokenFaults.all(),
            LyingFaults.all(),
            RecoveryFaults.all(),
            PairFaults.all(),
            HostFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isSurvived(FaultCase fault) throws Exception {
    BOOK.add(fault, fault.play(dir));
  }

  /// A run of a part of them says nothing about the table.
  @AfterAll
  static void keepTheBook() throws IOException {
    BOOK.write();
    if (BOOK.size() == faults().size()) {
      assertThat(FaultBook.documented())
          .as("docs/faults.md; to write it: KEELSON_FAULT_BOOK=write")
          .containsExactlyElementsOf(BOOK.played());
    }
  }
}
