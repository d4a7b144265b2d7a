package dev.keelson.issuer;

import java.time.Instant;
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
      ServingAuthority authority, Optional<Crl> crl, List<IssuedCertificate> unexpired) {
    Map<String, Long> counts = new HashMap<>();
    refused.forEach((cause, count) -> counts.put(cause, count.sum()));
    return new IssuerHealth(
        authority.notAfter(),
        crl.map(list -> new IssuerHealth.CrlHealth(list.number(), list.nextUpdate())),
        nextExpiry(unexpired),
        unexpired.size(),
        issued.sum(),
        counts,
        trouble);
  }

  /// Of each profile and user only the last certificate counts: the others were renewed.
  private static Optional<Instant> nextExpiry(List<IssuedCertificate> unexpired) {
    Map<String, Instant> last = new HashMap<>();
    for (IssuedCertificate one : unexpired) {
      if (one.state() == IssuedCertificate.State.ISSUED) {
        String user = one.profile() + " " + one.uid();
        last.merge(user, one.notAfter(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    return last.values().stream().min(Instant::compareTo);
  }
}
