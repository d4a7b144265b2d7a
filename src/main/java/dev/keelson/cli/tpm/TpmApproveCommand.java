package dev.keelson.cli.tpm;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson tpm approve`.
@Command(
    name = "approve",
    description = {
      "Offline, where the authority's private key is: signs that keys of a keyring may be copied to"
          + " one TPM. Needs no TPM, no configuration, and no network; writes no ledger.",
      "It holds for every generation of the keyring that has this authority, and cannot be taken"
          + " back: to shut a TPM out, make the next generation with another authority."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = {
      "  keelson tpm approve --keyring prod --parent b.parent --name 000b... \\",
      "      --authority authority.pub --authority-key authority.pem --out b.approval"
    },
    exitCodeList = {
      ExitCode.VIOLATION + ":the name is another, or a file is not what it should be",
      ExitCode.CONFIG + ":the passphrase cannot be had"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TpmApproveCommand implements Callable<Integer> {
  @Option(
      names = "--keyring",
      required = true,
      paramLabel = "NAME",
      description = "whose keys may be copied")
  private String keyring;

  @Option(
      names = "--parent",
      required = true,
      paramLabel = "FILE",
      description = "of keelson tpm parent")
  private Path parent;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "HEX",
      description =
          "the parent's name, as the node's administrator reads it out, not from the file")
  private String name;

  @Mixin private AuthorityOption authority;

  @Option(
      names = "--authority-key",
      required = true,
      paramLabel = "FILE",
      description = "the authority's private key, in PEM; it may be encrypted")
  private Path key;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "of an encrypted key; typed if there is none")
  private @Nullable Path passphrase;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "to be written")
  private Path out;

  @Override
  public Integer call() throws Exception {
    Exchange.refuseIfThere(out);
    KeyringName ring = ring();
    PublicArea target = Exchange.read(parent, ParentFile.class, "parent").area();
    if (!target.name().equals(name)) {
      throw new RefusedException(
          parent + " has another name: " + target.name(),
          "find out which of the two the node's TPM has, and who changed the other");
    }
    Authority known = authority.read();
    byte[] signature = AuthorityKey.read(key, passphrase()).sign(Policy.toSign(target, ring));
    Approval approval = Approval.of(ring, target, signature);
    if (!approval.isOf(known)) {
      throw new RefusedException(
          key + " is not the private half of the authority's key", "name the two of one pair");
    }
    Exchange.write(out, approval);
    return ExitCode.OK;
  }

  private KeyringName ring() throws RefusedException {
    try {
      return new KeyringName(keyring);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          String.valueOf(e.getMessage()), "name the keyring of the nodes' configuration");
    }
  }

  private PinSource passphrase() {
    return passphrase == null
        ? new PinPrompt("passphrase of the authority's key")
        : new PinFile(passphrase);
  }
}
