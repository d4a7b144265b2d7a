package dev.keelson;

import dev.keelson.config.IssuerConfig;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.enrollment.Admission;
import dev.keelson.enrollment.Caller;
import dev.keelson.enrollment.EnrollmentException;
import dev.keelson.enrollment.IssuerService;
import dev.keelson.enrollment.RateLimit;
import dev.keelson.health.Condition;
import dev.keelson.host.CurrentCaller;
import dev.keelson.host.ListenException;
import dev.keelson.host.PeerProcess;
import dev.keelson.host.UnixServer;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.BookException;
import dev.keelson.issuer.CaSigner;
import dev.keelson.issuer.Issuer;
import dev.keelson.issuer.IssuerHealth;
import dev.keelson.issuer.SignerException;
import dev.keelson.ledger.LedgerWriter;
import dev.keelson.token.ServedKeyring;
import dev.keelson.token.TokenException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The issuer behind its socket, opened beside all that matters more: what keeps it from opening is
/// told and tried again, and the keyring serves as well.
final class Issuing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);

  /// Between looks at the authority, at the list of the revoked, and at what did not open.
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /// Rates are by a clock that nobody sets.
  private static final InstantSource UPTIME = () -> Instant.ofEpochSecond(0, System.nanoTime());

  /// What an issuer needs of the daemon.
  record Sources(ServedKeyring keyring, LedgerWriter ledger) {
    CaSigner signer() {
      return (authority, text) -> {
        try {
          return keyring.signCertificate(authority, text);
        } catch (TokenException e) {
          throw new SignerException(String.valueOf(e.getMessage()), e.remedy(), e);
        }
      };
    }
  }

  /// What is open to callers.
  private record Office(Issuer issuer, IssuerService service, UnixServer server)
      implements AutoCloseable {
    @Override
    public void close() {
      server.stop();
      service.close();
      server.close();
    }
  }

  private IssuerConfig config;
  private RateLimit limit;
  private final Path stateDir;
  private final Sources sources;
  private @Nullable Issuer issuer;
  private volatile @Nullable Office office;
  private volatile Optional<Condition> unopened = Optional.empty();
  private boolean closed;

  Issuing(KeelsonConfig config, IssuerConfig issuer, Sources sources) {
    this.config = issuer;
    this.limit = limit(issuer);
    this.stateDir = config.stateDir();
    this.sources = sources;
  }

  /// To be called again and again: opens what is not open, and keeps fresh what is. The list of the
  /// revoked is kept fresh without a socket, too: etcd needs it.
  synchronized void tend() {
    if (closed) {
      return;
    }
    Issuer open = issuer;
    if (open != null) {
      open.refresh();
    }
    if (office == null) {
      open();
    }
  }

  private void open() {
    try {
      Issuer open = issuer == null ? opened() : issuer;
      issuer = open;
      office = served(open);
      unopened = Optional.empty();
      LOG.info("issuer socket={}", config.socket().address());
    } catch (BookException e) {
      told(String.valueOf(e.getMessage()), e.remedy());
    } catch (ListenException e) {
      told(String.valueOf(e.getMessage()), e.remedy());
    }
  }

  private void told(String what, String remedy) {
    var why = new Condition("the issuer does not serve: " + what, remedy);
    if (!unopened.equals(Optional.of(why))) {
      LOG.error("issuer result=failed cause=\"{}\" do=\"{}\"", what, remedy);
    }
    unopened = Optional.of(why);
  }

  private Issuer opened() throws BookException {
    var opened =
        Issuer.open(
            AuthorityFiles.of(stateDir),
            config.settings(),
            new Issuer.Surroundings(
                sources.signer(), sources.ledger(), InstantSource.system(), new SecureRandom()));
    opened.refresh();
    return opened;
  }

  private Office served(Issuer open) throws ListenException {
    var service = new IssuerService(open, admission(), Issuing::caller);
    try {
      return new Office(open, service, UnixServer.start(config.socket(), service));
    } catch (ListenException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  private Admission admission() {
    return new Admission(config.rules(), limit);
  }

  private static RateLimit limit(IssuerConfig config) {
    return new RateLimit(config.rate(), UPTIME);
  }

  /// Takes profiles, rules and rate of another configuration. What users have asked for counts on,
  /// unless the rate itself is another.
  synchronized void take(IssuerConfig changed) {
    if (!changed.rate().equals(config.rate())) {
      limit = limit(changed);
    }
    config = changed;
    if (issuer != null) {
      issuer.take(changed.settings());
    }
    Office open = office;
    if (open != null) {
      open.service().take(admission());
      open.server().admit(changed.socket());
    }
  }

  /// Between two looks at the process that connected, so that it is that one's unit.
  private static Caller caller() throws EnrollmentException.ProcessGone {
    var seen =
        CurrentCaller.process()
            .flatMap(PeerProcess::look)
            .orElseThrow(EnrollmentException.ProcessGone::new);
    return new Caller(
        Integer.toUnsignedLong(seen.peer().uid()),
        Integer.toUnsignedLong(seen.peer().gid()),
        seen.peer().pid(),
        seen.unit());
  }

  /// How it is; empty while it is not open.
  Optional<IssuerHealth> health() {
    return Optional.ofNullable(office).map(open -> open.issuer().health());
  }

  /// What keeps certificates from being issued now.
  Optional<Condition> trouble() {
    return unopened.or(() ->
        health()
            .flatMap(IssuerHealth::trouble)
            .map(why -> new Condition("the issuer: " + why.what(), why.remedy())));
  }

  /// Refuses new requests, lets running ones end.
  @Override
  public synchronized void close() {
    closed = true;
    Office open = office;
    if (open != null) {
      open.close();
    }
    if (issuer != null) {
      issuer.close();
    }
  }
}
