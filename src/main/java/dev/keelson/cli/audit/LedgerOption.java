package dev.keelson.cli.audit;

import dev.keelson.cli.RefusedException;
import dev.keelson.config.ConfigFile;
import dev.keelson.ledger.LedgerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Which ledger.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LedgerOption {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Where where;

  static final class Where {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description = "the ledger's directory, or a copy of it")
    private @Nullable Path dir;

    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        description = "the daemon's configuration, whose state-dir has the ledger")
    private @Nullable Path config;
  }

  Path dir() throws Exception {
    Path dir =
        where.config == null
            ? where.dir
            : LedgerSettings.of(ConfigFile.read(where.config).stateDir()).dir();
    if (dir == null || !Files.isDirectory(dir)) {
      throw new RefusedException(
          "there is no ledger in " + dir, "name its directory with --dir, <state-dir>/ledger");
    }
    return dir;
  }
}
