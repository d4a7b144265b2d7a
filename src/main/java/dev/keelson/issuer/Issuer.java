package dev.keelson.issuer;

import dev.keelson.ledger.Call;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.LedgerWriter;
import dev.keelson.ledger.Peer;
import dev.keelson.ledger.Result;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs certificates, in this order and no other: the book and the ledger have it on the disk, it
/// is linted, signed, verified, compared, recorded again, and only then handed out. Where a crash
/// cuts that short, a row stays that counts as issued.
public final class Issuer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);

  /// What an issuer works with.
  ///
  /// @param ledger that returns when an entry is on the disk
  public record Surroundings(
      CaSigner signer, LedgerWriter ledger, InstantSource clock, SecureRandom random) {}

  private volatile IssuerSettings settings;
  private final Surroundings given;
  private final CertificateBook book;
  private final CrlPublisher crl;
  private final ServingAuthority authority;
  private final IssuerTally tally = new IssuerTally();

  /// Opens the book of this directory. The authority may still be missing: it is looked for at each
  /// [#refresh()].
  public static Issuer open(AuthorityFiles files, IssuerSettings settings, Surroundings given)
      throws BookException {
    return new Issuer(
        files, settings, given, CertificateBook.open(files.dir(), given.clock().instant()));
  }

  private Issuer(
      AuthorityFiles files, IssuerSettings settings, Surroundings given, CertificateBook book) {
    this.settings = settings;
    this.given = given;
    this.book = book;
    this.crl = new CrlPublisher(settings, book, given.signer(), given.clock());
    this.authority = new ServingAuthority(files, crl);
  }

  /// Issues by the profiles of these settings from now on; the rest of them is not looked at.
  public void take(IssuerSettings settings) {
    this.settings = settings;
  }

  /// To be called now and then: takes up a new authority once its key has signed a revocation list,
  /// and keeps that list fresh.
  public void refresh() {
    try {
      book.forget(given.clock().instant());
      authority.refresh();
      tally.good();
    } catch (IssuerException e) {
      tally.trouble(e);
    } catch (BookException e) {
      tally.trouble(new IssuerException.Unrecorded(e));
    }
  }

  /// Issues a certificate for the key of a request.
  ///
  /// @param by whom the rules allow the profile
  public Issued issue(ProfileName name, byte[] csr, Peer by) throws IssuerException {
    var deed = new IssuerDeeds(given.ledger(), by);
    try {
      Profile profile = settings.profile(name).orElseThrow(IssuerException.UnknownProfile::new);
      SubjectKey key = requireAllowed(csr, profile);
      Issued issued = issue(new LeafShape(authority.current(), profile, key), deed);
      tally.issued();
      return issued;
    } catch (IssuerException e) {
      tally.refused(e);
      deed.refused(name, e);
      throw e;
    }
  }

  private static SubjectKey requireAllowed(byte[] csr, Profile profile)
      throws IssuerException.BadRequest {
    try {
      SubjectKey key = CertificateRequest.parse(csr).key();
      if (!profile.keys().contains(key.kind())) {
        throw new IllegalArgumentException("the profile does not allow keys of " + key.kind());
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new IssuerException.BadRequest(String.valueOf(e.getMessage()), e);
    }
  }

  private Issued issue(LeafShape shape, IssuerDeeds deed) throws IssuerException {
    if (shape.key().info().equals(SubjectKey.of(shape.authority().publicKey()).info())) {
      throw new IssuerException.BadRequest("the key is the authority's own", null);
    }
    Instant now = given.clock().instant();
    Prepared prepared = prepared(shape, now, deed);
    List<String> faults = new Lint(shape.authority(), shape.profile(), now).faults(prepared.tbs());
    if (!faults.isEmpty()) {
      throw new IssuerException.Unfit(faults);
    }
    return signed(prepared, shape, deed);
  }

  /// On the disk twice, when this returns: from now on the serial counts as issued.
  private Prepared prepared(LeafShape shape, Instant now, IssuerDeeds deed) throws IssuerException {
    Serial serial = Serial.random(given.random());
    TBSCertificate tbs = shape.written(serial, now);
    try {
      var prepared =
          new Prepared(shape.authority(), serial, shape.notAfter(now), tbs.getEncoded("DER"));
      if (!book.open(row(shape, prepared, now, deed.by()))) {
        throw new IssuerException.KeyReused();
      }
      deed.prepared(shape.profile(), prepared);
      return prepared;
    } catch (BookException e) {
      throw new IssuerException.Unrecorded(e);
    } catch (LedgerException e) {
      throw new IssuerException.Unrecorded(e);
    } catch (IOException e) {
      throw new IllegalStateException("what we write ourselves encodes", e);
    }
  }

  private static IssuedCertificate row(LeafShape shape, Prepared prepared, Instant now, Peer by) {
    return new IssuedCertificate(
        prepared.serial(),
        shape.profile().name(),
        shape.profile().subject().toString(),
        by.uid(),
        LeafShape.notBefore(now),
        prepared.notAfter(),
        shape.key().sha256(),
        IssuedCertificate.State.UNKNOWN);
  }

  private Issued signed(Prepared prepared, LeafShape shape, IssuerDeeds deed)
      throws IssuerException {
    try {
      var certificate = Signing.signed(prepared, given.signer());
      book.signed(prepared.serial());
      deed.issued(shape.profile(), prepared);
      LOG.info(
          "issue profile={} serial={} uid={} not_after={}",
          shape.profile().name(),
          prepared.serial(),
          deed.by().uid(),
          prepared.notAfter());
      return new Issued(certificate, prepared.authority(), prepared.serial());
    } catch (SignerException e) {
      throw new IssuerException.SignerAway(e);
    } catch (BookException e) {
      throw new IssuerException.Unrecorded(e);
    } catch (LedgerException e) {
      throw new IssuerException.Unrecorded(e);
    }
  }

  /// Which certificates are meant.
  public sealed interface Selection {
    /// One.
    record OfSerial(Serial serial) implements Selection {}

    /// All of a subject, as the list shows it.
    record OfSubject(String subject) implements Selection {}

    private boolean selects(IssuedCertificate one) {
      return switch (this) {
        case OfSerial(var serial) -> one.serial().equals(serial);
        case OfSubject(var subject) -> one.subject().equals(subject);
      };
    }
  }

  /// Those of this issuer that have not expired and are not taken back yet.
  ///
  /// @throws IssuerException.UnknownSerial when there is none
  public List<IssuedCertificate> find(Selection which) throws IssuerException {
    List<IssuedCertificate> found =
        list().stream()
            .filter(which::selects)
            .filter(one -> one.state() != IssuedCertificate.State.REVOKED)
            .toList();
    if (found.isEmpty()) {
      throw new IssuerException.UnknownSerial(which.toString());
    }
    return found;
  }

  /// Takes certificates back, and returns when etcd's next handshake can know of it.
  ///
  /// @param which serials of this issuer's own
  public Crl revoke(List<IssuedCertificate> which, String reason, Peer by) throws IssuerException {
    Instant now = given.clock().instant();
    var all = which.stream().map(one -> new Revocation(one.serial(), now, one.notAfter())).toList();
    return revokeAll(all, reason, by);
  }

  /// Takes a serial back that another node's issuer may have issued: for as long as any profile's
  /// certificate can live.
  public Crl revokeUnknown(Serial serial, String reason, Peer by) throws IssuerException {
    Instant now = given.clock().instant();
    Instant until = now.plus(Profile.MAX_TTL).plus(Duration.ofDays(1));
    return revokeAll(List.of(new Revocation(serial, now, until)), reason, by);
  }

  private Crl revokeAll(List<Revocation> all, String reason, Peer by) throws IssuerException {
    for (Revocation one : all) {
      try {
        given.ledger().record(revoked(one, reason, by));
        book.revoked(one);
        LOG.info("revoke serial={} uid={}", one.serial(), by.uid());
      } catch (LedgerException e) {
        throw new IssuerException.Unrecorded(e);
      } catch (BookException e) {
        throw new IssuerException.Unrecorded(e);
      }
    }
    return authority.publish();
  }

  private static Deed revoked(Revocation one, String reason, Peer by) {
    var details =
        Details.NONE.with(Detail.SERIAL, one.serial().toString()).with(Detail.REASON, reason);
    return Deed.of(DeedKind.REVOKE, details).on(Call.NONE.by(by)).ended(Result.OK, Duration.ZERO);
  }

  /// What was issued and has not expired, and what may have been.
  public List<IssuedCertificate> list() {
    return book.unexpired(given.clock().instant());
  }

  /// What signs now.
  public Authority authority() throws IssuerException.NoAuthority {
    return authority.current();
  }

  /// The list as etcd reads it.
  public Optional<Crl> crl() {
    return crl.published();
  }

  /// How it is at this moment, from memory and the files.
  public IssuerHealth health() {
    return tally.health(authority, crl.published(), book, given.clock().instant());
  }

  @Override
  public void close() {
    book.close();
  }
}
