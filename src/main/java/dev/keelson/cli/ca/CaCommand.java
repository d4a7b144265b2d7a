package dev.keelson.cli.ca;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson ca`, which does nothing without a command of its own.
@Command(
    name = "ca",
    description = {
      "The certificate authority of etcd's clients. Its keys are in the token, and never leave it;"
          + " its certificates are in <state-dir>/ca.",
      "A root lives for ten years: etcd trusts it, and reads it only when it starts. Below it is an"
          + " issuing certificate for two years, which can certify nothing but clients, and is"
          + " rotated while etcd runs."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      CaInitCommand.class,
      CaShowCommand.class,
      CaRotateCommand.class,
      CaImportCommand.class
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  Root and issuing key in the token:",
      "    keelson ca init --config keelson.yaml",
      "    keelson ca show --config keelson.yaml --pem root > /etc/etcd/keelson-root.pem",
      "  A root that is kept offline signs the request:",
      "    keelson ca init --config keelson.yaml --root offline",
      "    keelson ca import --config keelson.yaml --root root.pem issuing.pem"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
