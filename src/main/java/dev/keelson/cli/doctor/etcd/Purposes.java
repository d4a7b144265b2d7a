package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.util.List;

/// Certificates that say nothing about what they are for. Go's TLS, and so etcd, takes one without
/// an extended key usage for a client and for a server (RFC 5280 §4.2.1.12 lets it).
final class Purposes implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    List.of("cert-file", "client-cert-file", "peer-cert-file")
        .forEach(flag -> look(it.etcd(), flag, group));
    it.apiserver().ifPresent(apiserver -> look(apiserver, "etcd-certfile", group));
  }

  private static void look(Program program, String flag, Chart.Group group) {
    program
        .leaf(flag)
        .filter(leaf -> Facts.purposes(leaf).isEmpty())
        .ifPresent(leaf ->
            group.bad(
                "--"
                    + flag
                    + " "
                    + Facts.name(leaf)
                    + " has no extended key usage, so it serves as a client and as a server",
                "issue it again, with clientAuth for a client and serverAuth for a server"));
  }
}
