package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.net.URI;

/// Who gets through the door of the clients. With etcd's auth off, which is what kubeadm makes,
/// everybody who does may read and write everything.
final class ClientDoor implements Question {
  @Override
  public void ask(Installation it, Chart.Group group) {
    Flags flags = it.etcd().flags();
    plain(flags, group);
    boolean anchored = flags.has("trusted-ca-file");
    if (anchored) {
      group.good("clients need a certificate of --trusted-ca-file");
    } else if (flags.on("client-cert-auth")) {
      group.bad(
          "--client-cert-auth stands without --trusted-ca-file: etcd then trusts the system's CAs,"
              + " so whoever has a certificate of any public CA is a client",
          "--trusted-ca-file=FILE, with the CA that signs clients and no other");
    } else {
      group.bad(
          "clients need no certificate, so whoever reaches the port owns the cluster",
          "--client-cert-auth=true --trusted-ca-file=FILE");
    }
  }

  private static void plain(Flags flags, Chart.Group group) {
    for (String flag : new String[] {"listen-client-urls", "listen-client-http-urls"}) {
      flags.list(flag).stream()
          .filter(url -> url.startsWith("http://"))
          .forEach(url -> plain(flag, url, group));
    }
  }

  private static void plain(String flag, String url, Chart.Group group) {
    if (loopback(url)) {
      group.warn(
          "--" + flag + " has " + url + ": every user and pod of this host's network is a client",
          "write https:// there");
    } else {
      group.bad(
          "--" + flag + " has " + url + ": whoever reaches it owns the cluster",
          "write https:// there");
    }
  }

  private static boolean loopback(String url) {
    try {
      String host = String.valueOf(URI.create(url).getHost());
      return host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
