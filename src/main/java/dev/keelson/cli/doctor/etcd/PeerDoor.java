package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.security.cert.X509Certificate;
import java.util.List;

/// Whether a client can speak to the peers' port, where no user of etcd's auth is asked for. etcd
/// looks at names there, and lets one pass that has none (`checkCertSAN` in `listener_tls.go`).
final class PeerDoor implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    List<X509Certificate> peers = it.etcd().certificates("peer-trusted-ca-file");
    if (peers.isEmpty()) {
      return; // CIS 2.5 tells
    }
    sharedCa(it.etcd(), peers, group);
    it.apiserver()
        .map(apiserver -> apiserver.certificates("etcd-certfile"))
        .filter(presented -> Chain.leads(presented, peers))
        .ifPresent(presented -> client(presented.getFirst(), group));
  }

  private static void sharedCa(Program etcd, List<X509Certificate> peers, Chart.Group group) {
    List<String> shared =
        etcd.certificates("trusted-ca-file").stream()
            .filter(ca ->
                peers.stream().anyMatch(peer -> peer.getPublicKey().equals(ca.getPublicKey())))
            .map(Facts::name)
            .toList();
    String seen = "clients and peers trust the same CA, " + String.join(" and ", shared);
    if (shared.isEmpty()) {
      group.good("no CA of clients is one of peers");
    } else if (etcd.flags().has("peer-cert-allowed-cn")
        || etcd.flags().has("peer-cert-allowed-hostname")) {
      group.warn(
          seen + "; the peers' port lets in some names alone",
          "--trusted-ca-file=FILE, with a CA that signs clients and nothing else");
    } else {
      group.bad(
          seen + ": a client's certificate opens the peers' port too",
          "--trusted-ca-file=FILE, with a CA that signs clients and nothing else: see"
              + " docs/kubeadm-etcd.md");
    }
  }

  private static void client(X509Certificate leaf, Chart.Group group) {
    if (Facts.names(leaf).isEmpty()) {
      group.bad(
          "kube-apiserver's " + Facts.name(leaf) + " has no SAN, so the peers' port takes it",
          "issue it from a profile, whose names lead nowhere: keelson cert keep");
    } else if (!Facts.serves(leaf, Facts.CLIENT_AUTH)) {
      return;
    } else {
      group.warn(
          "kube-apiserver's "
              + Facts.name(leaf)
              + " is of a CA of peers; its names keep it out of"
              + " their port while none of them is this host's",
          "take it from a CA that signs clients and nothing else");
    }
  }
}
