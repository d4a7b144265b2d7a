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
    fill(file, bytes);
    file.force(false);
  }

  /// Writes all of it, to wherever the system keeps it for now.
  static void fill(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
