package dev.keelson.cli.probe;

import dev.keelson.cli.DurationConverter;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.UnixAddressConverter;
import dev.keelson.host.UnixAddress;
import dev.keelson.kms.Contract;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson probe`: the exit code is the verdict.
@Command(
    name = "probe",
    description =
        "Asks a KMS v2 plugin what kube-apiserver would ask, and tells which rules its answers"
            + " break, and how fast they come. Seals fresh random seeds only; changes nothing.",
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  Is the plugin fit for an API server?",
      "    keelson probe --socket unix:///run/keelson/kms.sock",
      "  How does it bear an API server's restart?",
      "    keelson probe --socket unix:///run/keelson/kms.sock \\",
      "        --calls 20000 --outstanding 64",
      "  In a script: which rules are broken?",
      "    keelson probe --socket unix:///run/keelson/kms.sock -o json |",
      "        jq '.checks[] | select(.verdict == \"failed\") | .name'"
    },
    exitCodeList = {
      ExitCode.OK + ":the plugin keeps the contract",
      ExitCode.VIOLATION + ":it breaks a rule",
      ExitCode.USAGE + ":wrong arguments",
      ExitCode.UNAVAILABLE + ":nobody can be reached on the socket"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ProbeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--socket",
      required = true,
      paramLabel = "SOCKET",
      converter = UnixAddressConverter.class,
      description =
          "unix:///path, unix:///@name (abstract) or a path; as in the provider's endpoint")
  private UnixAddress socket;

  @Option(
      names = "--calls",
      paramLabel = "N",
      defaultValue = "100",
      description = "calls under load, half Encrypt, half Decrypt; 0 for none (${DEFAULT-VALUE})")
  private int calls;

  @Option(
      names = "--outstanding",
      paramLabel = "M",
      defaultValue = "1",
      description = "how many of them at once, 1 to 16384 (${DEFAULT-VALUE})")
  private int outstanding;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "3s",
      converter = DurationConverter.class,
      description = "for each call, like 500ms or 3s; the provider's timeout (${DEFAULT-VALUE})")
  private Duration timeout;

  @Option(
      names = "--authority",
      paramLabel = "NAME",
      defaultValue = Contract.AUTHORITY,
      description = "the :authority of the calls (${DEFAULT-VALUE})")
  private String authority;

  @Mixin private OutputOption output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  @Override
  public Integer call() {
    Report report = run(new Probe(socket, settings(), new SecureRandom()));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output.format()) {
          case TEXT -> TextReport.of(report);
          case JSON -> JsonReport.text(report);
        });
    out.flush();
    return exitCode(report);
  }

  private Report run(Probe probe) {
    if (!ProgressLine.errIsTerminal()) {
      return probe.run(Progress.NONE);
    }
    try (var line = new ProgressLine(spec.commandLine().getErr(), System::nanoTime, "calls")) {
      return probe.run(line);
    }
  }

  private ProbeSettings settings() {
    try {
      return new ProbeSettings(calls, outstanding, timeout, authority);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static int exitCode(Report report) {
    if (!report.reachable()) {
      return ExitCode.UNAVAILABLE;
    }
    return report.good() ? ExitCode.OK : ExitCode.VIOLATION;
  }
}
