package dev.keelson.cli.etcd;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson etcd`, which does nothing without a command of its own.
@Command(
    name = "etcd",
    description =
        "What is to be done to etcd itself because of the certificates that Keelson issues.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = EtcdRbacCommand.class,
    footerHeading = "%nExample%n",
    footer = {
      "  What kube-apiserver and a probe need, and nothing wider:",
      "  keelson etcd rbac plan --client kube-apiserver=apiserver --client probe=none"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EtcdCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
