package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whether every file that a flag names is there and is what it should be: etcd and kube-apiserver
/// read certificates anew at each handshake, and refuse it when they cannot.
final class FileChecks implements Question {
  static final List<String> ETCD_CERTIFICATES =
      List.of(
          "cert-file",
          "client-cert-file",
          "trusted-ca-file",
          "peer-cert-file",
          "peer-client-cert-file",
          "peer-trusted-ca-file");
  static final List<String> APISERVER_CERTIFICATES = List.of("etcd-certfile", "etcd-cafile");

  @Override
  public void ask(Installation it, Chart.Group group) {
    ETCD_CERTIFICATES.forEach(flag -> certificates(it.etcd(), flag, group));
    List.of("key-file", "client-key-file", "peer-key-file")
        .forEach(flag -> key(it.etcd(), flag, group));
    it.apiserver()
        .ifPresent(apiserver -> {
          APISERVER_CERTIFICATES.forEach(flag -> certificates(apiserver, flag, group));
          key(apiserver, "etcd-keyfile", group);
        });
  }

  private static void certificates(Program program, String flag, Chart.Group group) {
    program.file(flag).ifPresent(file -> certificates(file, flag, group));
  }

  private static void certificates(Path file, String flag, Chart.Group group) {
    try {
      int count = CertificateFile.read(file).size();
      group.good(
          "--"
              + flag
              + " "
              + file
              + " has "
              + count
              + (count == 1 ? " certificate" : " certificates"));
    } catch (CertificateFileException e) {
      group.bad(
          "--" + flag + " " + file + ": " + e.getMessage() + ", so every handshake fails",
          "write the file anew, or mend --" + flag);
    }
  }

  /// Its text is nobody's business.
  private static void key(Program program, String flag, Chart.Group group) {
    program
        .file(flag)
        .filter(file -> !Files.isReadable(file))
        .ifPresent(file ->
            group.bad(
                "--" + flag + " " + file + " cannot be read, so every handshake fails",
                "see: ls -l " + file));
  }
}
