package dev.keelson.cli.cert;

import dev.keelson.cli.DaemonAwayException;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.enrollment.keep.AfterChange;
import dev.keelson.enrollment.keep.KeepException;
import dev.keelson.enrollment.keep.KeepLoop;
import dev.keelson.enrollment.keep.Keeper;
import dev.keelson.enrollment.keep.Look;
import dev.keelson.enrollment.keep.MetricsFile;
import dev.keelson.enrollment.keep.Order;
import dev.keelson.enrollment.keep.Outputs;
import dev.keelson.host.ServiceManager;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson cert keep`.
@Command(
    name = "keep",
    description = {
      "Keeps a client certificate of etcd fresh in files: makes a key, has it certified by the"
          + " daemon, tries both on etcd, and only then replaces the old pair. Renews at half of the"
          + " certificate's life, each time with another key, and goes on until it is stopped.",
      "Run it as the user whom a rule of the daemon's configuration names (issuer.allow). A pair"
          + " that is missing, expired, damaged or of another CA is replaced at once. Whatever goes"
          + " wrong, the old pair stays, and a line of the log says what and what to do."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  For kube-apiserver, whose --etcd-certfile and --etcd-keyfile both name it:",
      "    keelson cert keep --profile kube-apiserver \\",
      "        --bundle /etc/kubernetes/pki/etcd-client.pem \\",
      "        --etcd https://127.0.0.1:2379 \\",
      "        --etcd-ca /etc/kubernetes/pki/etcd/ca.crt",
      "  Two files of another user, and a program that reads them at its start alone:",
      "    keelson cert keep --profile backup --cert /etc/backup/etcd.crt \\",
      "        --key /etc/backup/etcd.key --owner backup:backup \\",
      "        --hook /usr/bin/systemctl --hook reload --hook backup",
      "  In a oneshot unit before kubelet: renews what is due, and ends:",
      "    keelson cert keep --once --profile kube-apiserver \\",
      "        --bundle /etc/kubernetes/pki/etcd-client.pem"
    },
    exitCodeList = {
      ExitCode.OK + ":with --once: a good pair is there, renewed or not",
      ExitCode.VIOLATION
          + ":not renewed: denied, refused by etcd, no safe place; or the hook failed",
      ExitCode.UNAVAILABLE + ":not renewed: the issuer or every etcd is away",
      "143:stopped by SIGTERM"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CertKeepCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(CertKeepCommand.class);
  private static final InstantSource CLOCK = InstantSource.system();

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "NAME",
      description = "which of the daemon's issuer.profiles")
  private String profile;

  @Mixin private SocketOption socket;

  @Mixin private FileOptions files;
  @Mixin private EtcdOptions etcd;
  @Mixin private HookOptions hooks;

  @Option(names = "--once", description = "renew if that is due, say what was done, and end")
  private boolean once;

  @Option(names = "--now", description = "renew at the start although nothing is due")
  private boolean now;

  @Option(
      names = "--changed-exit",
      paramLabel = "CODE",
      defaultValue = "0",
      description = "with --once: exit with this when the pair was renewed (${DEFAULT-VALUE})")
  private int changedExit;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description = "a file *.prom for the textfile collector of Prometheus's node_exporter")
  private @Nullable Path metrics;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws Exception {
    Outputs outputs = files.outputs();
    Optional<Hook> hook = hooks.hook();
    AfterChange afterChange = hook.isPresent() ? hook.get() : AfterChange.NOTHING;
    var order = new Order(profile, outputs, etcd.preflight(), afterChange);
    prepare(outputs);
    var keeper = new Keeper(order, socket.socket(), CLOCK, new SecureRandom());
    LookWatcher watcher = watcher(order, keeper);
    if (once) {
      Look look = now ? keeper.renewNow() : keeper.look();
      watcher.accept(look);
      return report(look, outputs, hook);
    }
    keep(keeper, watcher);
    return ExitCode.SOFTWARE;
  }

  private LookWatcher watcher(Order order, Keeper keeper) {
    var file = Optional.ofNullable(metrics).map(path -> new MetricsFile(path, order));
    var manager = ServiceManager.ofThisProcess();
    var watcher = new LookWatcher(file, keeper.tally(), CLOCK, manager);
    watcher.begin();
    return watcher;
  }

  private static void prepare(Outputs outputs) throws RefusedException {
    try {
      outputs.requireSafe();
      outputs.repair();
    } catch (KeepException.Unwritable e) {
      throw new RefusedException(e.what(), e.remedy());
    }
  }

  /// Until the process is told to end.
  private void keep(Keeper keeper, LookWatcher watcher) throws InterruptedException {
    LOG.info(
        "keep profile={} socket={} preflight={}", profile, socket.socket().address(), etcd.told());
    if (now) {
      watcher.accept(keeper.renewNow());
    }
    new KeepLoop(keeper, new WallClock(CLOCK), watcher).run();
  }

  private int report(Look look, Outputs outputs, Optional<Hook> hook) throws Exception {
    var report = KeepReport.of(look, outputs.name().toString(), hook.flatMap(Hook::failure));
    output.print(report, report::text);
    if (look.failure().isPresent()) {
      throw failure(look.failure().get());
    }
    if (report.hook_failure().isPresent()) {
      throw new RefusedException(
          "the pair is renewed, and the hook failed: " + report.hook_failure().get(),
          "run it by hand; the next one runs after the next renewal");
    }
    return report.changed() ? changedExit : ExitCode.OK;
  }

  private static Exception failure(KeepException why) {
    return switch (why) {
      case KeepException.IssuerAway _, KeepException.EtcdAway _ ->
          new DaemonAwayException(why.what(), why.remedy());
      case KeepException.Denied _,
          KeepException.IssuerFailed _,
          KeepException.Unfit _,
          KeepException.EtcdRefused _,
          KeepException.Unwritable _ ->
          new RefusedException(why.what(), why.remedy());
    };
  }
}
