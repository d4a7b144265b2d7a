package dev.keelson.cli;

import dev.keelson.Daemon;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.host.HangUp;
import dev.keelson.host.OwnMemory;
import dev.keelson.token.PinGuard.Risk;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson serve`: the daemon, in the foreground.
@Command(
    name = "serve",
    description = {
      "Serves the KMS v2 API as a configuration says, until SIGTERM or Ctrl-C.",
      "SIGHUP has it read the configuration again: who may do what is taken at once, the rest is"
          + " refused and named."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = {
      "  keelson config check /etc/keelson/keelson.yaml &&",
      "    keelson serve --config /etc/keelson/keelson.yaml",
      "  A commented configuration is in hsm-config/softhsm2.yaml."
    },
    exitCodeList = {
      ExitCode.UNAVAILABLE + ":module or socket unavailable: starting again may help",
      ExitCode.PIN + ":the PIN is wrong or at risk: RestartPreventExitStatus belongs here",
      ExitCode.SOFTWARE + ":a fault of Keelson",
      ExitCode.STUCK + ":a call never returned from the module: only a new process can serve",
      ExitCode.CONFIG + ":configuration or key: a person has to mend something first",
      "143:stopped by SIGTERM, after the calls that ran had ended"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ServeCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "the configuration, as in hsm-config/softhsm2.yaml")
  private Path config;

  @Mixin private ForcePinOption forcePin;

  @Override
  public Integer call() throws Exception {
    return serve(config, ConfigFile.read(config), forcePin.risk());
  }

  /// Serves until the process is told to end.
  ///
  /// @param config what the file said just now
  /// @return what the process ends with
  static int serve(Path file, KeelsonConfig config, Risk risk) throws Exception {
    OwnMemory.closeToOthers();
    Daemon daemon = Daemon.start(config, risk);
    HangUp.runs(() -> daemon.reload(() -> ConfigFile.read(file)));
    return Foreground.serve(daemon);
  }
}
