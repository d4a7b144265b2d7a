package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Certificates that lie in the PKI and that no flag names, such as the one with which kubeadm
/// itself calls etcd: whoever copies the pair is a client, whether anybody uses it or not.
final class Bystanders implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    List<X509Certificate> peers = it.etcd().certificates("peer-trusted-ca-file");
    List<X509Certificate> clients = it.etcd().certificates("trusted-ca-file");
    Set<Path> named =
        PkiDirectories.named(it).map(Path::toAbsolutePath).collect(Collectors.toSet());
    for (Path file : PkiDirectories.of(it).files()) {
      List<X509Certificate> presented = certificates(file);
      if (named.contains(file) || presented.isEmpty() || !isClient(presented.getFirst())) {
        continue;
      }
      if (Chain.leads(presented, clients)) {
        Dates.look(presented.getFirst(), file.toString(), it.now(), group);
      }
      if (Chain.leads(presented, peers) && Facts.names(presented.getFirst()).isEmpty()) {
        group.bad(
            file + " has no SAN, so the peers' port takes it, and who copies it is a peer",
            "replace it by one of a profile (keelson cert keep), or remove it with its key");
      }
    }
  }

  private static boolean isClient(X509Certificate leaf) {
    return leaf.getBasicConstraints() < 0 && Facts.serves(leaf, Facts.CLIENT_AUTH);
  }

  /// Most files there are something else.
  private static List<X509Certificate> certificates(Path file) {
    try {
      return CertificateFile.read(file);
    } catch (CertificateFileException _) {
      return List.of();
    }
  }
}
