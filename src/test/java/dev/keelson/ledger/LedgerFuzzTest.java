package dev.keelson.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Whatever comes, the parser refuses it or has read every byte of it; so has that of checkpoints.
class LedgerFuzzTest {
  @FuzzTest
  void isRefusedOrReadWhole(byte[] bytes) {
    line(bytes);
    // with the sum that only luck would find
    line(LedgerLineTest.line(new String(bytes, StandardCharsets.UTF_8)));
    checkpoint(new String(bytes, StandardCharsets.UTF_8));
  }

  private static void line(byte[] bytes) {
    Entry entry;
    try {
      entry = LineParser.parseSlowly(bytes);
    } catch (MalformedLineException _) {
      assertThat(LineScanner.read(bytes)).isEmpty();
      return;
    }
    LineScanner.read(bytes).ifPresent(fast -> assertThat(fast).isEqualTo(entry));
    if (new String(bytes, StandardCharsets.UTF_8).startsWith("{\"v\":1,")) {
      assertThat(entry.encode()).isEqualTo(bytes);
    }
  }

  private static void checkpoint(String text) {
    Checkpoint checkpoint;
    try {
      checkpoint = Checkpoint.parse(text);
    } catch (MalformedNoteException _) {
      return;
    }
    assertThat(Checkpoint.text(checkpoint.origin(), checkpoint.head()))
        .isEqualTo(checkpoint.note().text());
  }
}
