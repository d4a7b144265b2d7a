package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.security.cert.X509Certificate;
import java.util.List;

/// Whether etcd takes kube-apiserver's certificate, and kube-apiserver etcd's. Connections that are
/// open live on whatever the answer is, so a "no" shows at the next restart, when it is too late.
final class ApiserverCertificate implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    it.apiserver().ifPresent(apiserver -> ask(it.etcd(), apiserver, group));
  }

  private static void ask(Program etcd, Program apiserver, Chart.Group group) {
    List<X509Certificate> presented = apiserver.certificates("etcd-certfile");
    List<X509Certificate> trusted = etcd.certificates("trusted-ca-file");
    if (!presented.isEmpty() && !trusted.isEmpty()) {
      client(presented, trusted, group);
      allowedHostname(etcd.flags(), presented.getFirst(), group);
    }
    server(etcd, apiserver, group);
  }

  private static void client(
      List<X509Certificate> presented, List<X509Certificate> trusted, Chart.Group group) {
    String name = Facts.name(presented.getFirst());
    if (!Chain.leads(presented, trusted)) {
      group.bad(
          "kube-apiserver's " + name + " leads to no CA of --trusted-ca-file: etcd refuses it",
          "give --etcd-certfile the chain, or trust both CAs until every client has a new one");
    } else if (!Facts.serves(presented.getFirst(), Facts.CLIENT_AUTH)) {
      group.bad(
          "kube-apiserver's " + name + " is not for clients (EKU clientAuth): etcd refuses it",
          "issue it from a client profile: keelson cert keep");
    } else {
      group.good("etcd takes kube-apiserver's " + name);
    }
  }

  /// etcd reads the names of a client's certificate for this flag alone, and never the CN.
  private static void allowedHostname(Flags etcd, X509Certificate leaf, Chart.Group group) {
    List<String> allowed = etcd.list("client-cert-allowed-hostname");
    if (!allowed.isEmpty() && allowed.stream().noneMatch(name -> Facts.carries(leaf, name))) {
      group.bad(
          "kube-apiserver's certificate carries no name of --client-cert-allowed-hostname ("
              + String.join(", ", allowed)
              + "): etcd refuses it",
          "put the name among the SANs of its profile");
    }
  }

  private static void server(Program etcd, Program apiserver, Chart.Group group) {
    List<X509Certificate> presented = etcd.certificates("cert-file");
    List<X509Certificate> trusted = apiserver.certificates("etcd-cafile");
    if (!presented.isEmpty() && !trusted.isEmpty() && !Chain.leads(presented, trusted)) {
      group.bad(
          "etcd's "
              + Facts.name(presented.getFirst())
              + " leads to no CA of --etcd-cafile, so"
              + " kube-apiserver refuses it at its next start",
          "--etcd-cafile=FILE, with the CA of etcd's server certificates");
    }
  }
}
