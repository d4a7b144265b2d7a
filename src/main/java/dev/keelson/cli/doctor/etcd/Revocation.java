package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// The revocation lists. etcd reads the file at every handshake, and looks for nothing but serial
/// numbers: not at the signature, the issuer or the dates (`checkCRL` in `listener_tls.go`).
final class Revocation implements Question {
  private static final EtcdVersion DER_ALONE = new EtcdVersion(3, 6, 0);

  @Override
  public void ask(Installation it, Chart.Group group) {
    Optional<Path> clients = it.etcd().file("client-crl-file");
    if (clients.isEmpty()) {
      group.warn(
          "there is no --client-crl-file, so a stolen certificate is good until it expires",
          "--client-crl-file=FILE, which keelson serve keeps");
    }
    clients.ifPresent(file -> look(it, "client-crl-file", file, group));
    it.etcd().file("peer-crl-file").ifPresent(file -> look(it, "peer-crl-file", file, group));
  }

  private static void look(Installation it, String flag, Path file, Chart.Group group) {
    String name = "--" + flag + " " + file;
    try {
      CrlFile read = CrlFile.read(file);
      form(it, name, read.form(), group);
      date(it.now(), name, read.list().getNextUpdate(), group);
      it.apiserver()
          .map(apiserver -> apiserver.certificates("etcd-certfile"))
          .ifPresent(presented -> revoked(name, read, presented, group));
    } catch (CertificateFileException e) {
      group.bad(
          name + ": " + e.getMessage() + ", so etcd refuses everybody",
          "restart keelson, which writes it whole; until then remove the flag");
    }
  }

  private static void form(Installation it, String name, CrlFile.Form form, Chart.Group group) {
    if (form == CrlFile.Form.DER) {
      group.good(name + " is whole, and DER as every etcd reads it");
      return;
    }
    String fix = "openssl crl -in FILE -outform DER -out FILE.der, and name that";
    if (it.version().filter(version -> version.compareTo(DER_ALONE) >= 0).isPresent()) {
      group.bad(name + " is PEM: etcd 3.6 and later read DER alone, and refuse everybody", fix);
    } else {
      group.warn(
          name + " is PEM, which etcd reads up to 3.5: an upgrade to 3.6 locks everybody out", fix);
    }
  }

  private static void date(Instant now, String name, Date next, Chart.Group group) {
    if (next == null) {
      group.warn(name + " does not say when the next comes", "let keelson serve write it");
    } else if (next.toInstant().isBefore(now)) {
      group.warn(
          name
              + " should have been replaced at "
              + next.toInstant()
              + ": etcd does not care, but"
              + " whoever writes it has stopped, and nobody can be revoked",
          "systemctl status keelson");
    }
  }

  private static void revoked(
      String name, CrlFile read, List<X509Certificate> presented, Chart.Group group) {
    presented.stream()
        .filter(one -> read.list().getRevokedCertificate(one.getSerialNumber()) != null)
        .forEach(one ->
            group.bad(
                name
                    + " has the serial of "
                    + Facts.name(one)
                    + ", which kube-apiserver"
                    + " presents: its next connection is refused",
                "systemctl restart the unit of its keelson cert keep, for a new one"));
  }
}
