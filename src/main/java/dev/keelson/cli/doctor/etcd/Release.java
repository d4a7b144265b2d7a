package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;

/// What is known of the release that runs.
final class Release implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    it.version()
        .ifPresentOrElse(
            version -> known(it, version, group),
            () ->
                group.warn(
                    "which version of etcd this is cannot be told, so its known faults cannot be"
                        + " either",
                    "--etcd-version VERSION, from: etcd --version"));
  }

  private static void known(Installation it, EtcdVersion version, Chart.Group group) {
    group.good("it is etcd " + version);
    Flags flags = it.etcd().flags();
    if (Advisory.CRL_NOT_CHECKED.affects(version)
        && flags.has("client-crl-file")
        && flags.has("listen-client-http-urls")) {
      group.bad(told(Advisory.CRL_NOT_CHECKED), Advisory.CRL_NOT_CHECKED.remedy());
    }
    if (Advisory.NO_HANDSHAKE_TIMEOUT.affects(version)) {
      group.warn(told(Advisory.NO_HANDSHAKE_TIMEOUT), Advisory.NO_HANDSHAKE_TIMEOUT.remedy());
    }
  }

  private static String told(Advisory advisory) {
    return advisory.id() + ": " + advisory.harm();
  }
}
