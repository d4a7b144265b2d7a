package dev.keelson.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// `keelson version`, and what `--version` prints.
@Command(
    name = "version",
    description = "Tells which Keelson this is, and on which Java it runs.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample%n",
    footer = "  keelson version -o json")
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Mixin private OutputOption output;

  /// What `-o json` prints.
  record Versions(String keelson, String java, String arch) {
    /// What the jar and the JVM say of themselves.
    static Versions here() {
      String version = VersionCommand.class.getPackage().getImplementationVersion();
      return new Versions(
          version == null ? "(not packaged)" : version,
          Runtime.version().toString(),
          System.getProperty("os.arch"));
    }

    String[] lines() {
      return new String[] {"keelson " + keelson, "Java " + java + ", " + arch};
    }
  }

  @Override
  public Integer call() {
    output.print(Versions.here(), () -> String.join("\n", Versions.here().lines()));
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return Versions.here().lines();
  }
}
