package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.ledger.DeedKind;
import dev.keelson.token.KekEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson kek rotate`.
@Command(
    name = "rotate",
    description =
        "Makes the next generation. Every daemon on the token sees it and can open with it before"
            + " any seals with it; older generations go on opening. No restart.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = {
      "  keelson kek rotate --config keelson.yaml --activate-in 15m",
      "  Then let kube-apiserver write everything again, at the earliest 5 minutes after the",
      "  activation: kubectl get secrets -A -o json | kubectl replace -f -"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekRotateCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Mixin private NoticeOption activation;

  @Mixin private SuiteOption suite;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    Duration notice = activation.notice(config.rotation());
    try (var admin = options.login(config)) {
      KekEntry made = admin.rotate(notice, suite.suite());
      options.record(config, DeedKind.ROTATE, made);
      options.print(List.of(made));
      return ExitCode.OK;
    }
  }
}
