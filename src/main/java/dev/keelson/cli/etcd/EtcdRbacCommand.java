package dev.keelson.cli.etcd;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson etcd rbac`, which does nothing without a command of its own.
@Command(
    name = "rbac",
    description = "etcd's own users and roles, for clients that are known by their certificates.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = RbacPlanCommand.class,
    footerHeading = "%nExample%n",
    footer = {
      "  What kube-apiserver and a probe need, and nothing wider:",
      "  keelson etcd rbac plan --client kube-apiserver=apiserver --client probe=none"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EtcdRbacCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
