package dev.keelson.issuer;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The revocation list in its file, which etcd reads at every handshake: a file that is missing or
/// cut short refuses every client, so it is replaced whole, and never removed.
final class CrlPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(CrlPublisher.class);

  private final IssuerSettings settings;
  private final CertificateBook book;
  private final CaSigner signer;
  private final InstantSource clock;

  CrlPublisher(
      IssuerSettings settings, CertificateBook book, CaSigner signer, InstantSource clock) {
    this.settings = settings;
    this.book = book;
    this.signer = signer;
    this.clock = clock;
  }

  /// A list that is older is made anew, though nothing was revoked.
  private Duration refresh() {
    return settings.crlLife().dividedBy(7);
  }

  Path file() {
    return settings.crlFile();
  }

  /// The list as etcd reads it; empty when it is missing, or is none.
  Optional<Crl> published() {
    try {
      return Optional.of(Crl.parse(Files.readAllBytes(settings.crlFile())));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether the file has to be written anew: it is missing, old, of another authority, or does not
  /// tell what it should.
  boolean isDue(Authority authority) {
    Instant now = clock.instant();
    return published()
        .filter(crl -> crl.thisUpdate().plus(refresh()).isAfter(now))
        .filter(crl -> !crl.thisUpdate().isAfter(now.plus(refresh())))
        .map(crl -> Crl.parsed(crl.der()))
        .filter(crl ->
            X500Name.getInstance(crl.getIssuerX500Principal().getEncoded())
                .equals(authority.name()))
        .filter(crl -> {
          Set<Serial> told = new HashSet<>();
          var entries = crl.getRevokedCertificates();
          if (entries != null) {
            entries.forEach(one -> told.add(new Serial(one.getSerialNumber())));
          }
          return told.containsAll(book.revocations(now).stream().map(Revocation::serial).toList());
        })
        .isEmpty();
  }

  /// Makes the list anew.
  synchronized Crl publish(Authority authority) throws SignerException, IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    List<Revocation> entries = book.revocations(now);
    var issue = new Crl.Issue(next(now), now, now.plus(settings.crlLife()));
    Crl crl = Crl.signed(authority, issue, entries, signer);
    new ReplacedFile(settings.crlFile()).write(crl.der());
    LOG.info("publish-crl number={} serials={} file={}", crl.number(), entries.size(), file());
    return crl;
  }

  /// Grows even when the file was lost (RFC 5280 §5.2.3).
  private BigInteger next(Instant now) {
    BigInteger byTime = BigInteger.valueOf(now.getEpochSecond());
    return published().map(crl -> crl.number().add(BigInteger.ONE).max(byTime)).orElse(byTime);
  }
}
