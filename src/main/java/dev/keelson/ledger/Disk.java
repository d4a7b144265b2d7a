package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// What may fail for want of space, as a port so that a test can have it fail.
interface Disk {
  /// Writes all of it at the end, and returns when it would survive a loss of power.
  void append(FileChannel file, ByteBuffer bytes) throws IOException;

  /// The real one.
  static void write(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    file.force(false);
  }
}
