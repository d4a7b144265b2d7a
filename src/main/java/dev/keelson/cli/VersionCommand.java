package dev.keelson.cli;

import dev.keelson.envelope.Suite;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// `keelson version`, and what `--version` prints.
@Command(
    name = "version",
    description =
        "Tells which Keelson this is, of which commit, on which Java it runs, and which suites it"
            + " knows.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample%n",
    footer = "  keelson version -o json")
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Mixin private OutputOption output;

  /// What `-o json` prints.
  record Versions(String keelson, String commit, String java, String arch, List<String> suites) {
    /// What the jar and the JVM say of themselves.
    static Versions here() {
      var build = Build.here();
      return new Versions(
          build.version(),
          build.commit(),
          Runtime.version().toString(),
          System.getProperty("os.arch"),
          Stream.of(Suite.values()).map(Suite::toString).toList());
    }

    String[] lines() {
      return new String[] {
        "keelson " + keelson + ", commit " + commit,
        "Java " + java + ", " + arch,
        "suites " + String.join(", ", suites)
      };
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
