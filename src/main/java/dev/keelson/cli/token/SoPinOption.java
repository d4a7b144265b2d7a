package dev.keelson.cli.token;

import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--so-pin-file`, of the commands that the security officer (SO) gives.
final class SoPinOption {
  @Option(
      names = "--so-pin-file",
      paramLabel = "FILE",
      description = "file that holds the SO PIN, mode 0400; without it the SO PIN is asked for")
  private @Nullable Path file;

  boolean isFile() {
    return file != null;
  }

  PinSource source() {
    return file == null ? new PinPrompt("SO PIN") : new PinFile(file.toAbsolutePath());
  }
}
