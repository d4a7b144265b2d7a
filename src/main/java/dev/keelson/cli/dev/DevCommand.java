package dev.keelson.cli.dev;

import dev.keelson.Daemon;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.Foreground;
import dev.keelson.cli.UnixAddressConverter;
import dev.keelson.cli.probe.Probe;
import dev.keelson.cli.probe.ProbeSettings;
import dev.keelson.cli.probe.Progress;
import dev.keelson.cli.probe.Report;
import dev.keelson.cli.probe.TextReport;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.host.OwnMemory;
import dev.keelson.host.ProcessEnvironment;
import dev.keelson.host.UnixAddress;
import dev.keelson.token.PinGuard;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.TokenSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `keelson dev`: everything that it takes to try Keelson, served until Ctrl-C.
@Command(
    name = "dev",
    description =
        "Makes a SoftHSM token and a keyring of your own, serves them on a Unix socket and checks"
            + " itself through it. A second start uses the same token and key.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson dev",
      "  keelson dev --state-dir /tmp/try --socket unix:///tmp/try.sock",
      "  In another terminal:",
      "    keelson probe --socket unix:///tmp/try.sock --calls 10000 --outstanding 64",
      "  To forget everything, keys included: remove the state directory."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DevCommand implements Callable<Integer> {
  private static final ProbeSettings SELF_CHECK = ProbeSettings.DEFAULT.withCalls(20);

  @Spec private CommandSpec spec;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "where token, PINs and configuration are (~/.local/state/keelson/dev)")
  private @Nullable Path stateDir;

  @Option(
      names = "--socket",
      paramLabel = "SOCKET",
      converter = UnixAddressConverter.class,
      description = "unix:///path, unix:///@name or a path (kms.sock in the state directory)")
  private @Nullable UnixAddress socket;

  @Option(
      names = "--module",
      paramLabel = "FILE",
      defaultValue = "/usr/lib/softhsm/libsofthsm2.so",
      description = "SoftHSM's library (${DEFAULT-VALUE})")
  private Path module;

  @Override
  public Integer call() throws Exception {
    OwnMemory.closeToOthers();
    Path dir = stateDir == null ? DevState.defaultDir() : stateDir;
    var state = new DevState(dir.toAbsolutePath().normalize());
    UnixAddress address = socket == null ? state.defaultSocket() : socket;
    var random = new SecureRandom();
    state.provide(random, DevTexts.configuration(state, module.toAbsolutePath(), address));
    KeelsonConfig config = ConfigFile.read(state.config());
    provideToken(state, config);

    Daemon daemon = Daemon.start(config, PinGuard.Risk.TAKEN);
    Foreground.stopAtExit(daemon);
    Report report = new Probe(address, SELF_CHECK, random).run(Progress.NONE);
    if (!report.good()) {
      say(TextReport.of(report));
      return ExitCode.VIOLATION;
    }
    say(DevTexts.served(state, address, daemon.activeKek()));
    say(DevTexts.selfCheck(report));
    say("serving until Ctrl-C ...");
    return Foreground.waitForExit(daemon);
  }

  private static void provideToken(DevState state, KeelsonConfig config) throws Exception {
    ProcessEnvironment.set(config.module().environment());
    try (var opened = Pkcs11Module.initialize(Pkcs11Module.load(config.module()));
        var soPin = state.soPin().read();
        var pin = config.pin().read()) {
      var setup = new TokenSetup(opened, Daemon.guard(config, PinGuard.Risk.TAKEN));
      setup.provideToken(DevTexts.TOKEN_LABEL, soPin, pin);
      setup.provideFirstKek(
          config.token(), config.keyring(), InstantSource.system().instant(), pin);
      setup.provideLedgerKey(config.token(), pin);
    }
  }

  private void say(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
