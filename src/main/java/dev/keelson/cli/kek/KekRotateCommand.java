package dev.keelson.cli.kek;

import dev.keelson.cli.DurationConverter;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--activate-in",
      paramLabel = "TIME",
      defaultValue = "15m",
      converter = DurationConverter.class,
      description = "from now to the activation; at least twice rotation.poll (${DEFAULT-VALUE})")
  private Duration activateIn;

  @Option(
      names = "--force",
      description = "activate sooner, although a daemon may then not know the key yet")
  private boolean force;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    Duration shortest = config.rotation().shortestNotice();
    if (!force && activateIn.compareTo(shortest) < 0) {
      throw new RefusedException(
          "an activation in "
              + activateIn.toSeconds()
              + " s could come before every daemon has"
              + " seen the key: twice rotation.poll is "
              + shortest.toSeconds()
              + " s",
          "choose a longer --activate-in, or --force if only one daemon serves this keyring");
    }
    try (var admin = options.login(config)) {
      options.print(List.of(KekRow.of(admin.rotate(activateIn))));
      return ExitCode.OK;
    }
  }
}
