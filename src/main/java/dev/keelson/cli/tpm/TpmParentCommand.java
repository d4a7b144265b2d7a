package dev.keelson.cli.tpm;

import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `keelson tpm parent`.
@Command(
    name = "parent",
    description = {
      "On a node that is to have the key: writes the public area of its TPM's storage parent, the"
          + " primary key of the store, and prints its name.",
      "Read the name out to whoever approves it, by another way than the file takes. That it is the"
          + " name of a key in a TPM, the TPM proves by its endorsement key: see docs/tpm.md."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson tpm parent --config keelson.yaml --out b.parent",
    exitCodeList = {
      ExitCode.VIOLATION + ":store or TPM are not fit for it",
      ExitCode.UNAVAILABLE + ":TPM or a program unavailable",
      ExitCode.CONFIG + ":the configuration is wrong"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TpmParentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "to be written")
  private Path out;

  @Override
  public Integer call() throws Exception {
    Exchange.refuseIfThere(out);
    PublicArea parent = TpmLogin.look(config.read()).look().parent();
    if (!parent.isStorageParent()) {
      throw new RefusedException(
          "the store's primary key could leave its TPM, or is no storage key",
          "make a store with tpm2_ptool init, which makes the right one");
    }
    Exchange.write(out, ParentFile.of(parent));
    spec.commandLine().getOut().println("name " + parent.name());
    return ExitCode.OK;
  }
}
