package dev.keelson.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The end of the ledger, where entries are appended. Used by one thread, and only while it holds
/// the [LedgerLock]; between two appends another process may have written.
final class Tail implements AutoCloseable {
  private record Open(LedgerFile file, FileChannel channel, Object inode, long size) {
    Open grown(int bytes) {
      return new Open(file, channel, inode, size + bytes);
    }
  }

  private final LedgerDir dir;
  private final Disk disk;
  private final long maxFileBytes;
  private volatile Head head = Head.EMPTY;
  private @Nullable Open open;

  Tail(LedgerDir dir, Disk disk, long maxFileBytes) {
    this.dir = dir;
    this.disk = disk;
    this.maxFileBytes = maxFileBytes;
  }

  Head head() {
    return head;
  }

  /// Looks whether another process appended, and cuts off what a crash left half written.
  ///
  /// @return what was cut off, now or before, and no entry tells of yet
  List<Torn> catchUp() throws IOException, LedgerException {
    List<LedgerFile> files = dir.files();
    if (files.isEmpty()) {
      refuseShorter(dir.path(), Head.EMPTY);
      return List.of();
    }
    if (open == null || !isUnchanged(open, files.getLast())) {
      forget();
      reopen(files);
    }
    return Torn.unrecorded(dir, head.size());
  }

  private static boolean isUnchanged(Open open, LedgerFile newest) throws IOException {
    if (!newest.equals(open.file())) {
      return false;
    }
    var now = Files.readAttributes(newest.path(), BasicFileAttributes.class);
    return now.size() == open.size() && inode(now).equals(open.inode());
  }

  private void reopen(List<LedgerFile> files) throws IOException, LedgerException {
    FileChannel channel = TailFile.open(files.getLast().path());
    try {
      reopen(files, channel);
    } catch (IOException | LedgerException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void reopen(List<LedgerFile> files, FileChannel channel)
      throws IOException, LedgerException {
    LedgerFile file = files.getLast();
    long size = channel.size();
    long whole = TailFile.lineStart(channel, size);
    Head found = whole > 0 ? TailFile.head(file.path(), channel, whole) : headBefore(files);
    if (whole == 0 && found.size() + 1 != file.first()) {
      throw new LedgerException.Damaged(file.path(), "it does not follow the file before it");
    }
    refuseShorter(file.path(), found);
    if (whole < size) {
      TailFile.cut(dir, channel, whole, found.size());
    }
    head = found;
    open = new Open(file, channel, inode(file.path()), whole);
  }

  /// Of a file that was made, and nothing whole written to it.
  private static Head headBefore(List<LedgerFile> files) throws IOException, LedgerException {
    if (files.size() == 1) {
      return Head.EMPTY;
    }
    Path before = files.get(files.size() - 2).path();
    try (FileChannel channel = TailFile.open(before)) {
      long size = channel.size();
      if (size == 0 || TailFile.lineStart(channel, size) != size) {
        throw new LedgerException.Damaged(before, "its last line is not whole");
      }
      return TailFile.head(before, channel, size);
    }
  }

  /// Another process only ever appends, so that a shorter ledger was cut by somebody.
  private void refuseShorter(Path where, Head found) throws LedgerException {
    if (found.size() < head.size()) {
      throw new LedgerException.Damaged(
          where, "it had " + head.size() + " entries, and has " + found.size() + " now");
    }
  }

  /// Writes whole lines, and knows them as written only when they are on the disk.
  void append(byte[] lines, Head after) throws IOException {
    Open at = place(lines.length);
    try {
      at.channel().position(at.size());
      disk.append(at.channel(), ByteBuffer.wrap(lines));
    } catch (IOException e) {
      cutBack(at, e);
      throw e;
    }
    open = at.grown(lines.length);
    head = after;
  }

  private Open place(int bytes) throws IOException {
    if (open != null && (open.size() == 0 || open.size() + bytes <= maxFileBytes)) {
      return open;
    }
    forget();
    LedgerFile file = LedgerFile.in(dir.path(), head.size() + 1);
    FileChannel channel = dir.make(file.path());
    dir.sync();
    Open made = new Open(file, channel, inode(file.path()), 0);
    open = made;
    return made;
  }

  /// Callers are told that these entries are not written. What cannot be cut is found torn at the
  /// next append, when all of this file is looked at again.
  private void cutBack(Open at, IOException failure) {
    try {
      at.channel().truncate(at.size());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    try {
      forget();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void forget() throws IOException {
    Open old = open;
    open = null;
    if (old != null) {
      old.channel().close();
    }
  }

  private static Object inode(Path path) throws IOException {
    return inode(Files.readAttributes(path, BasicFileAttributes.class));
  }

  private static Object inode(BasicFileAttributes attributes) {
    return Objects.requireNonNull(attributes.fileKey(), "Linux names every file by its inode");
  }

  @Override
  public void close() throws IOException {
    forget();
  }
}
