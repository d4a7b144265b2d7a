package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The order of looking.
///
/// @param processes of this host
/// @param owner who has to own the PKI's files
record EtcdExamination(ProcTable processes, InstantSource clock, Installation.Owner owner) {
  private record Part(String group, Question question) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("Files", new FileChecks()),
          new Part("Clients", new ClientDoor()),
          new Part("Clients", new ApiserverCertificate()),
          new Part("Peers", new PeerDoor()),
          new Part("Certificates", new Dates()),
          new Part("Certificates", new Purposes()),
          new Part("Certificates", new Bystanders()),
          new Part("Revocation", new Revocation()),
          new Part("JSON gateway", new Gateway()),
          new Part("Release", new Release()),
          new Part("Processes", new Stale()),
          new Part("CIS benchmark", new CisFlags()),
          new Part("CIS benchmark", new PkiFiles()));

  void run(SourceOptions options, Chart chart) {
    var sources = new Sources(options, processes, chart.group("Sources"));
    try {
      Program etcd = sources.etcd();
      Optional<EtcdVersion> version = version(options.etcdVersion, etcd);
      var it = new Installation(etcd, sources.apiserver(), version, clock.instant(), owner);
      PARTS.forEach(part -> part.question().ask(it, chart.group(part.group())));
    } catch (SourceException e) {
      chart.group("Sources").bad(String.valueOf(e.getMessage()), e.remedy());
    }
  }

  private static Optional<EtcdVersion> version(@Nullable EtcdVersion told, Program etcd) {
    return Optional.ofNullable(told).or(etcd::version).or(() -> VersionSource.ask(etcd));
  }
}
