package dev.keelson.cli.tpm;

import dev.keelson.cli.RefusedException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--authority`.
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class AuthorityOption {
  @Option(
      names = "--authority",
      required = true,
      paramLabel = "FILE",
      description = "the authority's public key, in PEM: the same on every node")
  private Path file;

  Authority read() throws RefusedException {
    return Authority.read(file);
  }
}
