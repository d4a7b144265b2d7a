package dev.keelson.issuer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what an issuer did, and remembers what is wrong with it.
final class IssuerTally {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerTally.class);

  /// How long an expired certificate that nobody renewed is told of.
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final LongAdder issued = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private volatile Optional<IssuerHealth.Trouble> trouble = Optional.empty();

  void issued() {
    issued.increment();
  }

  void refused(IssuerException why) {
    refused.computeIfAbsent(why.result().word(), _ -> new LongAdder()).increment();
  }

  void good() {
    trouble = Optional.empty();
  }

  /// Told in the log once.
  void trouble(IssuerException why) {
    var now = new IssuerHealth.Trouble(String.valueOf(why.getMessage()), why.remedy());
    if (!trouble.equals(Optional.of(now))) {
      LOG.warn("issuer result=trouble cause=\"{}\" do=\"{}\"", now.what(), now.remedy());
    }
    trouble = Optional.of(now);
  }

  IssuerHealth health(
      ServingAuthority authority, Optional<Crl> crl, CertificateBook book, Instant now) {
    Map<String, Long> counts = new HashMap<>();
    refused.forEach((cause, count) -> counts.put(cause, count.sum()));
    List<IssuedCertificate> unexpired = book.unexpired(now);
    return new IssuerHealth(
        authority.notAfter(),
        crl.map(list -> new IssuerHealth.CrlHealth(list.number(), list.nextUpdate())),
        lasts(unexpired).stream().map(IssuedCertificate::notAfter).min(Instant::compareTo),
        unexpired.size(),
        lasts(book.unexpired(now.minus(REMEMBERED))).stream()
            .filter(one -> isOverdue(one, now))
            .count(),
        issued.sum(),
        counts,
        trouble);
  }

  /// Of each profile and user only the last certificate counts: the others were renewed.
  private static Collection<IssuedCertificate> lasts(List<IssuedCertificate> all) {
    Map<String, IssuedCertificate> last = new HashMap<>();
    for (IssuedCertificate one : all) {
      if (one.state() == IssuedCertificate.State.ISSUED) {
        String client = one.profile() + " " + one.uid();
        last.merge(client, one, (a, b) -> a.notAfter().isAfter(b.notAfter()) ? a : b);
      }
    }
    return last.values();
  }

  private static boolean isOverdue(IssuedCertificate one, Instant now) {
    Instant from = one.notBefore().plus(LeafShape.BACKDATE);
    Duration life = Duration.between(from, one.notAfter());
    return now.isAfter(from.plus(life.multipliedBy(3).dividedBy(4)));
  }
}
