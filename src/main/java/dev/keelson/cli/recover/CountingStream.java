package dev.keelson.cli.recover;

import dev.keelson.cli.probe.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Tells how much of a file was read, in MiB.
final class CountingStream extends FilterInputStream {
  static final String UNIT = "MiB";

  private final long total;
  private final Progress progress;
  private long read;

  CountingStream(InputStream in, long total, Progress progress) {
    super(in);
    this.total = total;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    var _ = counted(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    return counted(super.read(into, from, length));
  }

  private int counted(int some) {
    read += Math.max(0, some);
    progress.done((int) (read >> 20), (int) (total >> 20));
    return some;
  }
}
