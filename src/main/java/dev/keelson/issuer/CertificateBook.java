package dev.keelson.issuer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every certificate of one issuer that may still be taken: what is in it survives a loss of power
/// before anything is signed. The ledger is the proof; this is what can be asked.
public final class CertificateBook implements AutoCloseable {
  /// How long a certificate is remembered when it has expired: so long its key is not taken again.
  private static final Duration MEMORY = Duration.ofDays(7);

  /// Lines beyond those that matter, after which the file is written anew.
  private static final int SLACK = 4096;

  private final BookFile file;
  private final Map<Serial, IssuedCertificate> certificates = new LinkedHashMap<>();
  private final Map<Serial, Revocation> revocations = new LinkedHashMap<>();
  private final Set<String> keys = new HashSet<>();
  private int lines;

  /// Opens the book, or begins one.
  ///
  /// @param dir of the daemon's own
  public static CertificateBook open(Path dir, Instant now) throws BookException {
    Path path = dir.resolve("certificates.jsonl");
    var book = new CertificateBook(BookFile.open(path));
    try {
      book.read(path);
      book.forget(now);
      return book;
    } catch (BookException | RuntimeException e) {
      book.close();
      throw e;
    }
  }

  private CertificateBook(BookFile file) {
    this.file = file;
  }

  private void read(Path path) throws BookException {
    for (String line : file.lines()) {
      try {
        apply(BookLine.parse(line));
      } catch (IllegalArgumentException e) {
        throw new BookException(
            path + ", line " + (lines + 1) + ": " + e.getMessage(),
            "restore the file from a backup; the ledger has every certificate too: keelson audit"
                + " search --deed issue",
            e);
      }
    }
  }

  private void apply(BookLine line) {
    lines++;
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

  /// Takes up a certificate that is about to be signed. It is on the disk when this returns.
  ///
  /// @return false when its key was certified before
  boolean open(IssuedCertificate one) throws BookException {
    long line;
    synchronized (this) {
      if (keys.contains(one.keySha256())) {
        return false;
      }
      line = append(new BookLine.Opened(one));
    }
    file.force(line);
    return true;
  }

  /// It need not be on the disk: what is lost stays unknown, and counts as issued.
  synchronized void signed(Serial serial) throws BookException {
    append(new BookLine.Signed(serial));
  }

  /// On the disk when this returns.
  void revoked(Revocation revocation) throws BookException {
    long line;
    synchronized (this) {
      line = append(new BookLine.Revoked(revocation));
    }
    file.force(line);
  }

  private long append(BookLine line) throws BookException {
    long number = file.append(line);
    apply(line);
    return number;
  }

  /// All that have not expired.
  public synchronized List<IssuedCertificate> unexpired(Instant now) {
    return certificates.values().stream().filter(one -> one.notAfter().isAfter(now)).toList();
  }

  /// What a revocation list has to tell now.
  synchronized List<Revocation> revocations(Instant now) {
    return revocations.values().stream().filter(one -> one.until().isAfter(now)).toList();
  }

  /// Drops what expired long ago, and now and then writes the file anew without it.
  synchronized void forget(Instant now) throws BookException {
    Instant since = now.minus(MEMORY);
    for (IssuedCertificate one : List.copyOf(certificates.values())) {
      if (one.notAfter().isBefore(since)) {
        certificates.remove(one.serial());
        keys.remove(one.keySha256());
      }
    }
    revocations.values().removeIf(one -> one.until().isBefore(since));
    if (lines > 2 * certificates.size() + revocations.size() + SLACK) {
      rewrite();
    }
  }

  private void rewrite() throws BookException {
    List<BookLine> all = new ArrayList<>();
    certificates.values().forEach(one -> all.add(new BookLine.Opened(one)));
    revocations.values().forEach(one -> all.add(new BookLine.Revoked(one)));
    file.rewrite(all);
    lines = all.size();
  }

  @Override
  public void close() {
    file.close();
  }
}
