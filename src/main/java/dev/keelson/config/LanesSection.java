package dev.keelson.config;

import dev.keelson.token.LaneSettings;
import java.time.Duration;

/// `lanes`: each key is tried alone on the defaults, so that the record's own rule is reported at
/// the key that breaks it, and at every key that does.
final class LanesSection {
  static final Keys KEYS = Keys.of("count", "queue", "patience");

  private static final LaneSettings USUAL = LaneSettings.DEFAULT;
  private static final Duration MAX_PATIENCE = Duration.ofMinutes(1);

  private static final Kind<Integer> COUNT =
      Kinds.WHOLE_NUMBER
          .accepted(count -> new LaneSettings(count, USUAL.queue(), USUAL.patience()))
          .fix(range(LaneSettings.MAX_COUNT, USUAL.count()));

  private static final Kind<Integer> QUEUE =
      Kinds.WHOLE_NUMBER
          .accepted(queue -> new LaneSettings(USUAL.count(), queue, USUAL.patience()))
          .fix(range(LaneSettings.MAX_QUEUE, USUAL.queue()));

  private static final Kind<Duration> PATIENCE =
      Kinds.DURATION
          .accepted(patience -> new LaneSettings(USUAL.count(), USUAL.queue(), patience))
          .accepted(LanesSection::refuseForever)
          .fix("write one with its unit, 1ms to 60s, or leave the key out for 2800ms");

  private LanesSection() {}

  static LaneSettings read(Section lanes) {
    return new LaneSettings(
        lanes.optional("count", COUNT).orElse(USUAL.count()),
        lanes.optional("queue", QUEUE).orElse(USUAL.queue()),
        lanes.optional("patience", PATIENCE).orElse(USUAL.patience()));
  }

  private static void refuseForever(Duration patience) {
    if (patience.compareTo(MAX_PATIENCE) > 0) {
      throw new IllegalArgumentException("no caller waits longer than 60s for its answer");
    }
  }

  private static String range(int max, int usual) {
    return "write 1 to " + max + ", or leave the key out for " + usual;
  }
}
