package dev.keelson.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every certificate of one issuer that may still be taken, in a file of one line for each deed:
/// what is in it survives a loss of power before anything is signed. The ledger is the proof; this
/// is what can be asked.
///
/// One process writes it. A last line that a crash cut short was never acted on, and is cut off.
public final class CertificateBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateBook.class);

  /// How long a certificate is remembered when it has expired: so long its key is not taken again.
  private static final Duration MEMORY = Duration.ofDays(7);

  /// Lines beyond those that matter, after which the file is written anew.
  private static final int SLACK = 4096;

  private final Path file;
  private FileChannel channel;
  private final FileChannel lock;
  private final Map<Serial, IssuedCertificate> certificates = new LinkedHashMap<>();
  private final Map<Serial, Revocation> revocations = new LinkedHashMap<>();
  private final Set<String> keys = new HashSet<>();
  private int lines;

  /// Opens the book, or begins one.
  ///
  /// @param dir of the daemon's own
  public static CertificateBook open(Path dir, Instant now) throws BookException {
    Path file = dir.resolve("certificates.jsonl");
    try {
      Files.createDirectories(dir);
      var book = new CertificateBook(file, locked(dir.resolve(".certificates.lock")));
      book.read();
      book.forget(now);
      return book;
    } catch (IOException e) {
      throw BookException.unusable(file, e);
    }
  }

  private static FileChannel locked(Path file) throws IOException, BookException {
    var channel = FileChannel.open(file, CREATE, WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // held by this very process
    }
    channel.close();
    throw new BookException(
        "another issuer has the book of certificates: " + file,
        "one daemon with an issuer for each state-dir; find it with: fuser " + file,
        null);
  }

  private CertificateBook(Path file, FileChannel lock) throws IOException {
    this.file = file;
    this.lock = lock;
    this.channel = opened();
  }

  private FileChannel opened() throws IOException {
    var opened = FileChannel.open(file, CREATE, READ, WRITE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    return opened;
  }

  private void read() throws IOException, BookException {
    byte[] content = Files.readAllBytes(file);
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    if (end < content.length) {
      LOG.warn("book result=torn file={} bytes={}", file, content.length - end);
      channel.truncate(end);
    }
    channel.position(end);
    for (String line : new String(content, 0, end, UTF_8).lines().toList()) {
      lines++;
      apply(parsed(line));
    }
  }

  private BookLine parsed(String line) throws BookException {
    try {
      return BookLine.parse(line);
    } catch (IllegalArgumentException e) {
      throw new BookException(
          file + ", line " + lines + ": " + e.getMessage(),
          "restore the file from a backup; the ledger has every certificate too: keelson audit"
              + " search --deed issue",
          e);
    }
  }

  private void apply(BookLine line) {
    switch (line) {
      case BookLine.Opened(var one) -> {
        certificates.put(one.serial(), one);
        keys.add(one.keySha256());
      }
      case BookLine.Signed(var serial) -> become(serial, IssuedCertificate.State.ISSUED);
      case BookLine.Revoked(var revocation) -> {
        revocations.put(revocation.serial(), revocation);
        become(revocation.serial(), IssuedCertificate.State.REVOKED);
      }
    }
  }

  private void become(Serial serial, IssuedCertificate.State state) {
    certificates.computeIfPresent(
        serial, (_, one) -> one.state() == IssuedCertificate.State.REVOKED ? one : one.now(state));
  }

  /// Takes up a certificate that is about to be signed.
  ///
  /// @return false when its key was certified before
  synchronized boolean open(IssuedCertificate one) throws BookException {
    if (keys.contains(one.keySha256())) {
      return false;
    }
    append(new BookLine.Opened(one));
    return true;
  }

  synchronized void signed(Serial serial) throws BookException {
    append(new BookLine.Signed(serial));
  }

  synchronized void revoked(Revocation revocation) throws BookException {
    append(new BookLine.Revoked(revocation));
  }

  /// All that have not expired.
  public synchronized List<IssuedCertificate> unexpired(Instant now) {
    return certificates.values().stream().filter(one -> one.notAfter().isAfter(now)).toList();
  }

  /// What a revocation list has to tell now.
  synchronized List<Revocation> revocations(Instant now) {
    return revocations.values().stream().filter(one -> one.until().isAfter(now)).toList();
  }

  synchronized boolean isRevoked(Serial serial) {
    return revocations.containsKey(serial);
  }

  private void append(BookLine line) throws BookException {
    try {
      var bytes = ByteBuffer.wrap((line.json() + "\n").getBytes(UTF_8));
      long end = channel.position();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
      } catch (IOException e) {
        channel.truncate(end); // half a line must not precede the next one
        throw e;
      }
    } catch (IOException e) {
      throw BookException.unusable(file, e);
    }
    lines++;
    apply(line);
  }

  /// Drops what expired long ago, and now and then writes the file anew without it.
  synchronized void forget(Instant now) throws BookException {
    Instant since = now.minus(MEMORY);
    certificates
        .values()
        .removeIf(one -> {
          boolean old = one.notAfter().isBefore(since);
          if (old) {
            keys.remove(one.keySha256());
          }
          return old;
        });
    revocations.values().removeIf(one -> one.until().isBefore(since));
    if (lines > 2 * certificates.size() + revocations.size() + SLACK) {
      rewrite();
    }
  }

  private void rewrite() throws BookException {
    var all = new StringBuilder();
    certificates.values().forEach(one -> all.append(new BookLine.Opened(one).json()).append('\n'));
    revocations.values().forEach(one -> all.append(new BookLine.Revoked(one).json()).append('\n'));
    try {
      new ReplacedFile(file).write(all.toString().getBytes(UTF_8));
      channel.close();
      channel = opened();
      channel.position(channel.size());
      lines = certificates.size() + revocations.size();
    } catch (IOException e) {
      throw BookException.unusable(file, e);
    }
  }

  @Override
  public synchronized void close() {
    try (var _ = channel;
        var _ = lock) {
      LOG.debug("book result=closed lines={}", lines);
    } catch (IOException e) {
      LOG.debug("book result=unclosed cause=\"{}\"", e.toString());
    }
  }
}
