package dev.keelson.cli;

import dev.keelson.cli.audit.AuditCommand;
import dev.keelson.cli.bench.BenchCommand;
import dev.keelson.cli.ca.CaCommand;
import dev.keelson.cli.cert.CertCommand;
import dev.keelson.cli.dev.DevCommand;
import dev.keelson.cli.doctor.DoctorCommand;
import dev.keelson.cli.etcd.EtcdCommand;
import dev.keelson.cli.kek.KekCommand;
import dev.keelson.cli.probe.ProbeCommand;
import dev.keelson.cli.recover.RecoverCommand;
import dev.keelson.cli.status.StatusCommand;
import dev.keelson.cli.token.TokenCommand;
import dev.keelson.cli.tpm.TpmCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson`, which does nothing without a command.
@Command(
    name = "keelson",
    description =
        "Keeps a Kubernetes cluster's key-encryption keys in a PKCS#11 token, and serves them to"
            + " kube-apiserver as a KMS v2 plugin.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      ServeCommand.class,
      StatusCommand.class,
      ProbeCommand.class,
      BenchCommand.class,
      KekCommand.class,
      TokenCommand.class,
      TpmCommand.class,
      CaCommand.class,
      CertCommand.class,
      EtcdCommand.class,
      RecoverCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      ConfigCommand.class,
      DevCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  Try it, on a SoftHSM token of your own:",
      "    keelson dev",
      "  Check a configuration, then serve it:",
      "    keelson config check /etc/keelson/keelson.yaml",
      "    keelson serve --config /etc/keelson/keelson.yaml"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class KeelsonCommand implements Runnable {
  @Spec private CommandSpec spec;

  /// The whole tree of commands, with what they do on failure.
  public static CommandLine commandLine() {
    return ExitCodeHelp.addedTo(new CommandLine(new KeelsonCommand()))
        .setExecutionExceptionHandler(new FailureHandler());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }
}
