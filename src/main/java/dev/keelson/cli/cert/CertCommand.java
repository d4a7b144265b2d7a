package dev.keelson.cli.cert;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson cert`, which does nothing without a command of its own.
@Command(
    name = "cert",
    description =
        "Client certificates of etcd that live for hours, signed by a CA key in the token.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      CertKeepCommand.class,
      CertShowCommand.class,
      CertListCommand.class,
      CertRevokeCommand.class
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  A certificate and its key, made now and renewed until this is stopped:",
      "    keelson cert keep --profile kube-apiserver \\",
      "        --bundle /etc/kubernetes/pki/etcd-client.pem",
      "  What was issued, and what is to be taken back:",
      "    keelson cert list",
      "    keelson cert revoke --subject CN=etcd-backup --reason 'host replaced'"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CertCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
