package dev.keelson.cli.kek;

import dev.keelson.cli.DurationConverter;
import dev.keelson.cli.RefusedException;
import dev.keelson.kek.RotationSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/// `--activate-in`, of every command that sets when a generation becomes active.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NoticeOption {
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

  Duration notice(RotationSettings rotation) throws RefusedException {
    Duration shortest = rotation.shortestNotice();
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
    return activateIn;
  }
}
