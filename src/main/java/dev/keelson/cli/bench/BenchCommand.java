package dev.keelson.cli.bench;

import dev.keelson.Daemon;
import dev.keelson.cli.DaemonAwayException;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.ForcePinOption;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.cli.UnixAddressConverter;
import dev.keelson.cli.probe.CallFailedException;
import dev.keelson.cli.probe.PluginClient;
import dev.keelson.cli.probe.ProbeSettings;
import dev.keelson.cli.probe.Progress;
import dev.keelson.cli.probe.ProgressLine;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.host.Peer;
import dev.keelson.host.UnixAddress;
import dev.keelson.host.UnixChannel;
import dev.keelson.host.UnixUnreachableException;
import dev.keelson.kms.Contract;
import dev.keelson.token.DirectKek;
import dev.keelson.token.ServedToken.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson bench`.
@Command(
    name = "bench",
    description =
        "Measures a running daemon, and in turn with it the same key called directly in the token,"
            + " by this process. Seals and opens random seeds of its own; changes nothing. It loads"
            + " the token fully, and seals up to a few million times with the active key, of the 2^32"
            + " for which random IVs are good.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  What does the daemon add to the token's own time?",
      "    keelson bench --config /etc/keelson/keelson.yaml",
      "  How long do callers wait who ask 500 times a second, whatever happens?",
      "    keelson bench --config /etc/keelson/keelson.yaml --rate 500"
    },
    exitCodeList = {
      ExitCode.OK + ":every call was answered, and rightly",
      ExitCode.VIOLATION + ":a call failed, a wrong seed came back, or another key is served",
      ExitCode.USAGE + ":wrong arguments",
      ExitCode.UNAVAILABLE + ":no daemon on the socket, or token or module unavailable",
      ExitCode.PIN + ":the token refuses the PIN, or may lock if it is tried",
      ExitCode.CONFIG + ":the configuration has faults"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "the daemon's configuration: module, token, PIN, keyring and socket")
  private Path config;

  @Option(
      names = "--socket",
      paramLabel = "SOCKET",
      converter = UnixAddressConverter.class,
      description = "the daemon's, if not the configuration's")
  private @Nullable UnixAddress socket;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "40",
      description = "to measure, beside the warm-up of a quarter more (${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "open loop: N calls a second, each timed from when it was due, so that a stall counts for"
              + " all who would have met it")
  private @Nullable Integer rate;

  @Option(
      names = "--no-direct",
      description = "for a token that only one process may use: measure the daemon alone")
  private boolean noDirect;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "the daemon's process, where the socket tells another one (systemd.socket)")
  private @Nullable Long pid;

  @Mixin private OutputOption output;

  @Mixin private ForcePinOption forcePin;

  @Override
  public Integer call() throws Exception {
    BenchSettings settings = settings();
    KeelsonConfig read = ConfigFile.read(config);
    // the module's environment is set before Netty has threads, and setenv(3) wants that
    Optional<Surroundings> module =
        noDirect ? Optional.empty() : Optional.of(Daemon.surroundings(read, forcePin.risk()));
    UnixAddress address = socket == null ? read.socket().address() : socket;
    try (UnixChannel channel = open(address)) {
      var client = new PluginClient(channel, ProbeSettings.DEFAULT, new SecureRandom());
      var subject =
          new BenchReport.Subject(
              address, servedKeyId(client), Runtime.getRuntime().availableProcessors());
      if (module.isEmpty()) {
        return measure(ways(channel, client, Optional.empty()), settings, subject);
      }
      try (DirectKek direct = login(read, module.get())) {
        requireSameKey(direct, subject);
        return measure(ways(channel, client, Optional.of(direct)), settings, subject);
      }
    }
  }

  private BenchSettings settings() {
    try {
      return new BenchSettings(seconds, rate == null ? OptionalInt.empty() : OptionalInt.of(rate));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private UnixChannel open(UnixAddress address) throws DaemonAwayException {
    try {
      return UnixChannel.open(address, Contract.DEFAULT_TIMEOUT);
    } catch (UnixUnreachableException e) {
      throw new DaemonAwayException(
          "no daemon answers on " + address + ": " + e.what(),
          "start it, then run this again: keelson serve --config " + config);
    }
  }

  private static String servedKeyId(PluginClient client) throws DaemonAwayException {
    try {
      return client.status().getKeyId();
    } catch (CallFailedException e) {
      throw new DaemonAwayException(
          "the daemon is there, but does not serve: " + e.what(), "see its log for the reason");
    }
  }

  private static DirectKek login(KeelsonConfig read, Surroundings module) throws Exception {
    try (var pin = read.pin().read()) {
      return DirectKek.open(module, Daemon.wanted(read), pin);
    }
  }

  private static void requireSameKey(DirectKek direct, BenchReport.Subject subject)
      throws RefusedException {
    if (!direct.id().toString().equals(subject.keyId())) {
      throw new RefusedException(
          "the daemon on "
              + subject.socket()
              + " serves "
              + subject.keyId()
              + ", and the configuration's active key is "
              + direct.id()
              + ": their times cannot be compared",
          "give the --config that this daemon was started with, or the --socket of the other");
    }
  }

  private Ways ways(UnixChannel channel, PluginClient client, Optional<DirectKek> direct) {
    return new Ways(channel, client, direct, pidOf(channel), new SecureRandom());
  }

  /// Of a socket that systemd made, the peer is systemd itself; and of a process in another
  /// namespace the kernel tells 0.
  private OptionalLong pidOf(UnixChannel channel) {
    if (pid != null) {
      return OptionalLong.of(pid);
    }
    return channel.peer().stream().mapToLong(Peer::pid).filter(one -> one > 1).findFirst();
  }

  private int measure(Ways ways, BenchSettings settings, BenchReport.Subject subject)
      throws Exception {
    List<Row> rows = run(ways, settings);
    var report =
        new BenchReport(subject, settings, rows, new BenchReport.Daemon(ways.pid(), ways.daemon()));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output.format()) {
          case TEXT -> BenchText.of(report);
          case JSON -> BenchJson.of(report);
        });
    out.flush();
    return report.good() ? ExitCode.OK : ExitCode.VIOLATION;
  }

  private List<Row> run(Ways ways, BenchSettings settings) throws Exception {
    if (!ProgressLine.errIsTerminal()) {
      return new Bench(ways, settings, Progress.NONE).run();
    }
    PrintWriter err = spec.commandLine().getErr();
    try (var line = new ProgressLine(err, System::nanoTime, "slices")) {
      return new Bench(ways, settings, line).run();
    }
  }
}
