package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import dev.keelson.ledger.DeedKind;
import dev.keelson.token.KekEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `keelson kek retire`.
@Command(
    name = "retire",
    description =
        "Ends the time of the active generation early: brings the activation of the pending one"
            + " forward. The retired one goes on opening what it sealed.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = {
      "  keelson kek rotate --config keelson.yaml --activate-in 1440m",
      "  keelson kek retire --config keelson.yaml --activate-in 2m prod/1/0123456789abcdef"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekRetireCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Mixin private NoticeOption activation;

  @Parameters(paramLabel = "KEY_ID", description = "the active one, as keelson kek list shows it")
  private String keyId;

  @Override
  public Integer call() throws Exception {
    var config = options.read();
    Duration notice = activation.notice(config.rotation());
    try (var admin = options.login(config)) {
      List<KekEntry> entries = admin.list();
      refuseUnlessActive(entries);
      options.record(config, DeedKind.RETIRE, admin.hasten(successor(entries, notice), notice));
      options.print(admin.list());
      return ExitCode.OK;
    }
  }

  private void refuseUnlessActive(List<KekEntry> entries) throws RefusedException {
    KekEntry named =
        entries.stream()
            .filter(one -> one.id().filter(id -> id.toString().equals(keyId)).isPresent())
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    "there is no key " + keyId,
                    "see which there are: keelson kek list --config FILE"));
    if (named.state() != GenerationState.ACTIVE) {
      throw new RefusedException(
          keyId + " is " + named.state() + ": only the active generation can be retired",
          "see which it is: keelson kek list --config FILE");
    }
  }

  private static KekId successor(List<KekEntry> entries, Duration notice) throws RefusedException {
    KekEntry pending =
        entries.stream()
            .filter(one -> one.state() == GenerationState.PENDING && one.id().isPresent())
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    "no generation is pending that could take over",
                    "make one: keelson kek rotate --config FILE"));
    Instant activation = pending.label().activation();
    if (!activation.isAfter(InstantSource.system().instant().plus(notice))) {
      throw new RefusedException(
          pending.id().orElseThrow() + " takes over at " + activation + " anyway",
          "wait, or choose a shorter --activate-in");
    }
    return pending.id().orElseThrow();
  }
}
