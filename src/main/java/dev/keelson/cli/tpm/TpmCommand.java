package dev.keelson.cli.tpm;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson tpm`, which does nothing without a command of its own.
@Command(
    name = "tpm",
    description = {
      "Brings one HMAC key into the TPMs of several nodes, in a ceremony. It is made in one TPM, and"
          + " goes to another only wrapped for that one, and only if an authority that is kept"
          + " offline has approved it: root on a node cannot copy it to a parent of his own.",
      "The whole of it is in docs/tpm.md."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {
      TpmParentCommand.class,
      TpmApproveCommand.class,
      TpmCreateCommand.class,
      TpmDuplicateCommand.class,
      TpmImportCommand.class
    },
    footerHeading = "%nExample%n",
    footer = {
      "  Offline, once: the authority's key pair.",
      "    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 \\",
      "        -out authority.pem",
      "    openssl pkey -in authority.pem -pubout -out authority.pub",
      "  On each node that is to have the key (here b): what its TPM is called.",
      "    keelson tpm parent --config keelson.yaml --out b.parent",
      "  Offline, for each: compare the name with what the node's administrator reads out.",
      "    keelson tpm approve --keyring prod --parent b.parent --name 000b... \\",
      "        --authority authority.pub --authority-key authority.pem --out b.approval",
      "  On one node, a: a generation's key, and a copy of it for each other node.",
      "    keelson tpm create --config keelson.yaml --authority authority.pub",
      "    keelson tpm duplicate --config keelson.yaml --authority authority.pub \\",
      "        --approval b.approval --generation 1 --out b.key",
      "  On b: the key goes into the TPM. Then remove b.key everywhere.",
      "    keelson tpm import --config keelson.yaml --authority authority.pub --from b.key"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TpmCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name what to do: " + String.join(", ", spec.subcommands().keySet()));
  }
}
