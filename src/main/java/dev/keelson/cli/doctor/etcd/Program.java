package dev.keelson.cli.doctor.etcd;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// etcd or kube-apiserver, as it is started on this host.
///
/// @param source where its flags are from
/// @param version when the source tells it
/// @param running the process, when one was found that belongs to the source
record Program(
    Source source, Flags flags, Optional<EtcdVersion> version, Optional<Running> running) {

  /// Where the flags were found.
  ///
  /// @param name as people know it
  record Source(String name, HostPaths paths) {}

  /// Of what is not looked for in the table of processes yet.
  static Program of(Source source, Flags flags) {
    return new Program(source, flags, Optional.empty(), Optional.empty());
  }

  Program withVersion(Optional<EtcdVersion> told) {
    return new Program(source, flags, told, running);
  }

  Program withFlags(Flags others) {
    return new Program(source, others, version, running);
  }

  Program withRunning(Running process) {
    return new Program(source, flags, version, Optional.of(process));
  }

  Optional<Instant> started() {
    return running.map(Running::started);
  }

  /// The file on this host that a flag names.
  Optional<Path> file(String flag) {
    return flags.text(flag).map(source.paths()::of);
  }

  /// None when the flag is not there, or its file is not what it should be: [FileChecks] tells.
  List<X509Certificate> certificates(String flag) {
    try {
      Optional<Path> file = file(flag);
      return file.isEmpty() ? List.of() : CertificateFile.read(file.get());
    } catch (CertificateFileException _) {
      return List.of();
    }
  }

  /// The certificate of the holder, which comes first (RFC 8446 §4.4.2).
  Optional<X509Certificate> leaf(String flag) {
    return certificates(flag).stream().findFirst();
  }
}
