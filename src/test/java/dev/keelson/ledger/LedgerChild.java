package dev.keelson.ledger;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A process of its own that writes a ledger: `LedgerChild DIR MODE ENTRIES THREADS`. It prints the
/// number of each entry of its own that it was told is written.
final class LedgerChild {
  private LedgerChild() {}

  public static void main(String... arguments) throws Exception {
    var mode = LedgerWriter.Mode.valueOf(arguments[1]);
    int entries = Integer.parseInt(arguments[2]);
    try (var ledger = FileLedger.open(LedgerFixture.settings(Path.of(arguments[0])), system())) {
      LedgerWriter writer = ledger.writer(mode);
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
        int number = i;
        threads.add(Thread.ofPlatform().start(() -> write(writer, number, entries)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      while (ledger.health().lag() > 0) {
        Thread.sleep(1);
      }
      System.out.println("took " + (System.nanoTime() - start) / 1_000_000 + " ms");
      System.out.println("lost " + ledger.health().lost());
    }
  }

  private static InstantSource system() {
    return InstantSource.system();
  }

  private static void write(LedgerWriter writer, int thread, int entries) {
    for (int i = 0; i < entries; i++) {
      int call = thread * entries + i;
      try {
        writer.record(LedgerFixture.encrypt(call));
        System.out.println("call-" + call);
      } catch (LedgerException e) {
        System.out.println("refused " + e.getMessage());
        return;
      }
    }
  }
}
