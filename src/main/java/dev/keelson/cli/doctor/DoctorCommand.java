package dev.keelson.cli.doctor;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.doctor.etcd.DoctorEtcdCommand;
import dev.keelson.config.ConfigException;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.Fault;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson doctor`.
@Command(
    name = "doctor",
    description =
        "Looks at all that a daemon depends on: configuration, files, module, token, PIN, keys,"
            + " socket, and the API server's side. Needs no running daemon, and tells how one does"
            + " if there is. Changes nothing.",
    mixinStandardHelpOptions = true,
    subcommands = DoctorEtcdCommand.class,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson doctor",
      "  keelson doctor --config keelson.yaml --encryption-config /etc/kubernetes/encryption.yaml",
      "  keelson doctor -o json | jq '.[] | select(.mark == \"bad\")'"
    },
    exitCodeList = {
      ExitCode.OK + ":nothing is bad, though there may be things to know of",
      ExitCode.VIOLATION + ":something is bad"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "/etc/keelson/keelson.yaml",
      description = "the daemon's configuration (${DEFAULT-VALUE})")
  private Path config;

  @Option(
      names = "--encryption-config",
      paramLabel = "FILE",
      description = "the API server's EncryptionConfiguration, to be looked at as well")
  private @Nullable Path encryptionConfig;

  @Mixin private OutputOption output;

  @Mixin private ForcePinOption forcePin;

  @Override
  public Integer call() {
    var chart = new Chart();
    examine(chart);
    output.print(chart.findings(), chart::toString);
    return chart.count(Mark.BAD) == 0 ? ExitCode.OK : ExitCode.VIOLATION;
  }

  private void examine(Chart chart) {
    var group = chart.group("Configuration");
    try {
      var read = ConfigFile.read(config);
      group.good(config + " has no faults");
      new Examination(read, chart, forcePin.risk()).run(encryptionConfig);
    } catch (ConfigException e) {
      for (Fault fault : e.faults()) {
        group.bad(fault.in(config.toString()), "mend that first: nothing else was looked at");
      }
    }
  }
}
