package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.doctor.Chart;
import dev.keelson.cli.doctor.Mark;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson doctor etcd`.
@Command(
    name = "etcd",
    description =
        "Looks at etcd and kube-apiserver on this host: by their manifests, processes and"
            + " certificates, who can become a client or a peer, what is revoked, what expires,"
            + " and the rules of the CIS benchmark. Needs no running daemon. Changes nothing.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson doctor etcd",
      "  keelson doctor etcd --etcd-args /etc/default/etcd --etcd-version 3.5.15",
      "  keelson doctor etcd -o json | jq '.[] | select(.mark == \"bad\")'"
    },
    exitCodeList = {
      ExitCode.OK + ":nothing is bad, though there may be things to know of",
      ExitCode.VIOLATION + ":something is bad"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DoctorEtcdCommand implements Callable<Integer> {
  @Mixin private SourceOptions sources;

  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    var chart = new Chart();
    new EtcdExamination(
            new ProcTable(Path.of("/proc")), InstantSource.system(), Installation.Owner.ROOT)
        .run(sources, chart);
    output.print(chart.findings(), chart::toString);
    return chart.count(Mark.BAD) == 0 ? ExitCode.OK : ExitCode.VIOLATION;
  }
}
