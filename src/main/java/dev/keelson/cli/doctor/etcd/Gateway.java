package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The JSON gateway calls the member's own port as a client, with the server's certificate unless
/// `--client-cert-file` gives it another (etcd#9785, etcd#15755).
final class Gateway implements Question {
  private static final String FIX =
      "--enable-grpc-gateway=false, which nothing of Kubernetes needs; or --client-cert-file and"
          + " --client-key-file with a client's pair";

  @Override
  public void ask(Installation it, Chart.Group group) {
    Program etcd = it.etcd();
    if (etcd.flags().off("enable-grpc-gateway")) {
      group.good("the JSON gateway is off");
      return;
    }
    String flag = etcd.flags().has("client-cert-file") ? "client-cert-file" : "cert-file";
    List<X509Certificate> trusted = etcd.certificates("trusted-ca-file");
    List<X509Certificate> presented = etcd.certificates(flag);
    if (trusted.isEmpty() || presented.isEmpty()) {
      return;
    }
    Optional<String> fault =
        Stream.of(
                purpose(presented.getFirst()),
                trust(presented, trusted),
                name(presented.getFirst(), etcd.flags()))
            .flatMap(Optional::stream)
            .findFirst();
    fault.ifPresentOrElse(
        why ->
            group.bad("the JSON gateway cannot call etcd with --" + flag + ", which " + why, FIX),
        () -> group.good("the JSON gateway can call etcd with --" + flag));
  }

  private static Optional<String> purpose(X509Certificate leaf) {
    return Facts.serves(leaf, Facts.CLIENT_AUTH)
        ? Optional.empty()
        : Optional.of("is not for clients (EKU clientAuth)");
  }

  private static Optional<String> trust(
      List<X509Certificate> presented, List<X509Certificate> trusted) {
    return Chain.leads(presented, trusted)
        ? Optional.empty()
        : Optional.of("is of no CA of --trusted-ca-file");
  }

  private static Optional<String> name(X509Certificate leaf, Flags flags) {
    List<String> allowed = flags.list("client-cert-allowed-hostname");
    return allowed.isEmpty() || allowed.stream().anyMatch(name -> Facts.carries(leaf, name))
        ? Optional.empty()
        : Optional.of("carries no name of --client-cert-allowed-hostname");
  }
}
