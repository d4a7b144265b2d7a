package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/// A process that writes a ledger until it is killed: `LedgerKilledChild DIR FIRST`. It says
/// `open`, and then the name of each call of which it was told that its entry is on the disk, with
/// a dot behind it: the last word of one that is killed may be half a word.
final class LedgerKilledChild {
  private static final int THREADS = 4;
  private static final int EACH = 100_000;
  private static final int PIECE = 200;
  private static final int PAUSE_NANOS = 20_000;

  private LedgerKilledChild() {}

  public static void main(String... arguments) {
    LedgerSettings settings = settings(Path.of(arguments[0]));
    int first = Integer.parseInt(arguments[1]);
    System.out.println("open");
    var ledger = FileLedger.open(settings, LedgerKilledChild::inPieces, InstantSource.system());
    for (int i = 0; i < THREADS; i++) {
      int begin = first + i * EACH;
      Thread.ofPlatform().start(() -> write(ledger, begin));
    }
  }

  static LedgerSettings settings(Path dir) {
    return LedgerFixture.settings(dir).withMaxFileBytes(32 * 1024);
  }

  /// As a large write is for the kernel: a kill may come after each page of it.
  private static void inPieces(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int length = Math.min(PIECE, bytes.remaining());
      Disk.fill(file, bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    file.force(false);
  }

  private static void write(FileLedger ledger, int begin) {
    LedgerWriter writer = ledger.writer(LedgerWriter.Mode.REQUIRE);
    try {
      for (int call = begin; call < begin + EACH; call++) {
        writer.record(LedgerFixture.decrypt(0, Peer.NONE, LedgerFixture.KEY));
        writer.record(LedgerFixture.encrypt(call));
        System.out.println("call-" + call + ".");
      }
    } catch (LedgerException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
