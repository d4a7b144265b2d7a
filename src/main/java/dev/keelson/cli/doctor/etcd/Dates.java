package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What has run out, or soon will. An open connection outlives its certificate, so nothing is seen
/// to fail before etcd or kube-apiserver starts again.
final class Dates implements Question {
  private static final Duration A_MONTH = Duration.ofDays(30);

  /// Renewal is due at half of a life; with a third left it has failed for a while.
  private static final int OVERDUE = 3;

  @Override
  public void ask(Installation it, Chart.Group group) {
    FileChecks.ETCD_CERTIFICATES.forEach(flag -> look(it.etcd(), flag, it.now(), group));
    it.apiserver()
        .ifPresent(apiserver ->
            FileChecks.APISERVER_CERTIFICATES.forEach(
                flag -> look(apiserver, flag, it.now(), group)));
  }

  private static void look(Program program, String flag, Instant now, Chart.Group group) {
    List<X509Certificate> certificates = program.certificates(flag);
    certificates.forEach(one -> look(one, "--" + flag + " " + Facts.name(one), now, group));
  }

  static void look(X509Certificate certificate, String name, Instant now, Chart.Group group) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    Duration third = Duration.between(from, to).dividedBy(OVERDUE);
    Duration early = third.compareTo(A_MONTH) < 0 ? third : A_MONTH;
    if (now.isAfter(to)) {
      group.bad(
          name + " has expired at " + to + ": no new connection succeeds with it", "renew it now");
    } else if (now.isBefore(from)) {
      group.bad(
          name + " begins at " + from + ": until then it is refused",
          "see which clock is wrong: timedatectl status");
    } else if (now.plus(early).isAfter(to)) {
      group.warn(
          name + " expires at " + to + ", and should have been renewed by now",
          "kubeadm certs renew, or look at the log of keelson cert keep");
    } else {
      group.good(name + " is good until " + to);
    }
  }
}
