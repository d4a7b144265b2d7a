package dev.keelson.enrollment.keep;

import dev.keelson.enrollment.keep.Look.Outcome;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one pair fresh: looks at the files, and renews what is due. One thread at a time.
///
/// It goes by the wall clock alone, which etcd goes by too: a host that slept, or whose clock was
/// set, is noticed at the next look. The files are read anew each time, so that what somebody else
/// did to them is seen.
public final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final Order order;
  private final InstantSource clock;
  private final Renewal renewal;
  private final Attempts attempts = new Attempts();
  private final Tally tally = new Tally();
  private Optional<X509Certificate> root = Optional.empty();
  private Optional<Candidate> installed = Optional.empty();

  public Keeper(Order order, IssuerDoor door, InstantSource clock, SecureRandom random) {
    this.order = order;
    this.clock = clock;
    this.renewal = new Renewal(order, door, random);
  }

  public Tally tally() {
    return tally;
  }

  /// Looks once, and renews if that is due.
  public Look look() throws InterruptedException {
    Instant now = clock.instant();
    Found found = order.outputs().read();
    learnRoot(found);
    Optional<String> reason = reason(found, now);
    if (reason.isEmpty()) {
      attempts.settled();
      tally.good(now);
      return look(Outcome.KEPT, found.pair());
    }
    return attempts.isTooSoon(now)
        ? look(Outcome.WAITING, found.pair())
        : renew(found, reason.get());
  }

  /// Renews whatever the files hold.
  public Look renewNow() throws InterruptedException {
    return renew(order.outputs().read(), "asked for");
  }

  /// Once, as soon as the issuer can be asked: a pair of another CA may be good, and is not ours,
  /// as on a host that kubeadm has set up.
  private void learnRoot(Found found) {
    if (root.isPresent() || found.pair().isEmpty()) {
      return;
    }
    try {
      X509Certificate its = renewal.root();
      root = Optional.of(its);
      order.outputs().installRoot(its);
    } catch (KeepException e) {
      LOG.debug("root result=unknown cause=\"{}\"", e.getMessage());
    }
  }

  private Optional<String> reason(Found found, Instant now) {
    if (found.flaw().isPresent() || found.pair().isEmpty()) {
      return found.flaw();
    }
    Pair pair = found.pair().get();
    if (!pair.isValidAt(now)) {
      return Optional.of(now.isBefore(pair.notBefore()) ? "not valid yet" : "expired");
    }
    if (root.isPresent() && !Fitness.leadsTo(root.get(), pair)) {
      return Optional.of("of another CA");
    }
    return due(pair).isAfter(now) ? Optional.empty() : Optional.of("due");
  }

  private Instant due(Pair pair) {
    return installed
        .filter(known -> known.pair().leaf().equals(pair.leaf()))
        .map(Candidate::due)
        .orElseGet(() -> Schedule.due(pair.leaf()));
  }

  private Look renew(Found found, String reason) throws InterruptedException {
    Instant now = clock.instant();
    boolean works = found.pair().isPresent() && found.pair().get().isValidAt(now);
    try {
      Candidate fresh = renewal.renew(works ? Preflight.Old.WORKS : Preflight.Old.USELESS, now);
      installed = Optional.of(fresh);
      root = Optional.of(fresh.root());
      attempts.succeeded(now);
      tally.renewed(1);
      tally.good(now);
      tellRenewed(fresh, reason);
      order.afterChange().run();
      return look(Outcome.RENEWED, Optional.of(fresh.pair()));
    } catch (KeepException e) {
      attempts.failed(e, now, works ? found.pair().get().notAfter() : now);
      tally.refused(e.label(), 1);
      tellRefused(e, found);
      return look(Outcome.FAILED, found.pair());
    }
  }

  private void tellRenewed(Candidate fresh, String reason) {
    LOG.info(
        "renewed profile={} serial={} not_after={} renew_at={} file={} reason=\"{}\"",
        order.profile(),
        fresh.pair().serial(),
        fresh.pair().notAfter(),
        fresh.due(),
        order.outputs().name(),
        reason);
  }

  private void tellRefused(KeepException failure, Found found) {
    LOG.warn(
        "refused profile={} cause={} again_at={} old_pair_until={} why=\"{}\" do=\"{}\"",
        order.profile(),
        failure.label(),
        attempts.soonest(),
        found.pair().map(pair -> pair.notAfter().toString()).orElse("none"),
        failure.what(),
        failure.remedy());
  }

  private Look look(Outcome outcome, Optional<Pair> pair) {
    Instant now = clock.instant();
    Optional<Instant> due = pair.map(this::due);
    Instant again = now.plus(BETWEEN_LOOKS);
    Instant next = due.filter(now::isBefore).orElse(again);
    if (outcome == Outcome.WAITING || outcome == Outcome.FAILED) {
      next = attempts.soonest();
    }
    State state = State.of(pair, now, due.orElse(now), attempts.failure());
    return new Look(outcome, state, pair, attempts.failure(), next.isBefore(again) ? next : again);
  }
}
