package dev.keelson.enrollment.keep;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// One renewal: a fresh key, its certificate, the checks, the files. Whatever fails, what was
/// installed before stays.
final class Renewal {
  /// An etcd that was wrong takes it when that is mended; one that was right, since it is revoked,
  /// never does.
  private static final Duration REFUSED_SO_LONG = Duration.ofMinutes(5);

  private final Order order;
  private final IssuerDoor door;
  private final InstantSource clock;
  private final SecureRandom random;

  /// A pair that could not go in is tried again: asked for with every try, new ones would fill the
  /// issuer's ledger for as long as an etcd is away.
  private Optional<Waiting> waiting = Optional.empty();

  /// @param until after which another is asked for
  private record Waiting(Candidate candidate, Instant until) {}

  Renewal(Order order, IssuerDoor door, InstantSource clock, SecureRandom random) {
    this.order = order;
    this.door = door;
    this.clock = clock;
    this.random = random;
  }

  Candidate renew(Preflight.Old old) throws KeepException {
    Candidate candidate = candidate();
    waiting = Optional.empty();
    Fitness.require(candidate.pair(), candidate.root(), clock.instant());
    try {
      order.preflight().require(candidate.pair(), old);
      order.outputs().installRoot(candidate.root());
      order.outputs().install(candidate.pair());
      return candidate;
    } catch (KeepException.EtcdAway | KeepException.Unwritable e) {
      waiting = Optional.of(new Waiting(candidate, candidate.due()));
      throw e;
    } catch (KeepException.EtcdRefused e) {
      waiting = Optional.of(new Waiting(candidate, candidate.issued().plus(REFUSED_SO_LONG)));
      throw e;
    }
  }

  private Candidate candidate() throws KeepException {
    Instant now = clock.instant();
    Optional<Waiting> kept = waiting.filter(one -> one.until().isAfter(now));
    if (kept.isPresent()) {
      return kept.get().candidate();
    }
    try (var visit = door.open()) {
      var request = KeyRequest.fresh(random);
      Issued issued = client(visit).issue(request.csr());
      Pair pair = request.with(issued.chain());
      Instant then = clock.instant();
      Instant due = Schedule.due(pair.leaf(), then, issued.renewAt());
      return new Candidate(pair, issued.root(), then, due);
    }
  }

  X509Certificate root() throws KeepException {
    try (var visit = door.open()) {
      return client(visit).root();
    }
  }

  private IssuerClient client(IssuerDoor.Visit visit) {
    return new IssuerClient(visit.channel(), order.profile());
  }
}
