package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.security.cert.X509Certificate;
import java.util.List;

/// The rules of the CIS benchmark that flags decide, and 2.7, which is about whose CA it is.
final class CisFlags implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    CisRule.OF_ETCD.forEach(rule -> look(rule, it.etcd().flags(), group));
    it.apiserver()
        .ifPresent(apiserver -> {
          ownCa(it.etcd(), apiserver, group);
          CisRule.OF_APISERVER.forEach(rule -> look(rule, apiserver.flags(), group));
        });
  }

  private static void look(CisRule rule, Flags flags, Chart.Group group) {
    if (rule.kept().test(flags)) {
      group.good(rule.id() + ": " + rule.gist());
    } else {
      group.bad("not so: " + rule.id() + ", " + rule.gist() + ": " + rule.harm(), rule.fix());
    }
  }

  /// 2.7, by the keys: two files can have one CA.
  private static void ownCa(Program etcd, Program apiserver, Chart.Group group) {
    List<X509Certificate> trusted = etcd.certificates("trusted-ca-file");
    List<X509Certificate> cluster = apiserver.certificates("client-ca-file");
    if (trusted.isEmpty() || cluster.isEmpty()) {
      return;
    }
    boolean shared =
        trusted.stream()
            .anyMatch(one ->
                cluster.stream().anyMatch(ca -> ca.getPublicKey().equals(one.getPublicKey())));
    if (shared) {
      group.bad(
          "not so: 2.7, etcd has a CA of its own: every user of the cluster that has a certificate"
              + " is a client of etcd",
          "--trusted-ca-file=FILE, with a CA that signs clients of etcd and nothing else");
    } else {
      group.good("2.7: etcd has a CA of its own");
    }
  }
}
