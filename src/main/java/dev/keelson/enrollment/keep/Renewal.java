package dev.keelson.enrollment.keep;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/// One renewal: a fresh key, its certificate, the checks, the files. Whatever fails, what was
/// installed before stays.
final class Renewal {
  private final Order order;
  private final IssuerDoor door;
  private final SecureRandom random;

  /// A pair that nothing is wrong with, but that could not go in: asked for again with every try,
  /// it would fill the issuer's ledger for as long as etcd is away.
  private Optional<Candidate> waiting = Optional.empty();

  Renewal(Order order, IssuerDoor door, SecureRandom random) {
    this.order = order;
    this.door = door;
    this.random = random;
  }

  Candidate renew(Preflight.Old old, Instant now) throws KeepException {
    Candidate candidate = candidate(now);
    waiting = Optional.empty();
    Fitness.require(candidate.pair(), candidate.root(), now);
    try {
      order.preflight().require(candidate.pair(), old);
      order.outputs().installRoot(candidate.root());
      order.outputs().install(candidate.pair());
      return candidate;
    } catch (KeepException.EtcdAway | KeepException.Unwritable e) {
      waiting = Optional.of(candidate);
      throw e;
    }
  }

  private Candidate candidate(Instant now) throws KeepException {
    Optional<Candidate> kept = waiting.filter(one -> one.due().isAfter(now));
    if (kept.isPresent()) {
      return kept.get();
    }
    try (var visit = door.open()) {
      var request = KeyRequest.fresh(random);
      Issued issued = client(visit).issue(request.csr());
      Pair pair = request.with(issued.chain());
      return new Candidate(pair, issued.root(), Schedule.due(pair.leaf(), now, issued.renewAt()));
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
