package dev.keelson.config;

import dev.keelson.token.CanarySettings;

/// `canary`: how often the token is proved.
final class CanarySection {
  static final Keys KEYS = Keys.of("interval");

  private static final Kind<CanarySettings> INTERVAL =
      new Kind<>(
          Kinds.DURATION.noun(),
          "write one with its unit, 1s to 60s, or leave the key out for 10s",
          text -> new CanarySettings(Kinds.DURATION.reader().apply(text)));

  private CanarySection() {}

  static CanarySettings read(Section canary) {
    return canary.optional("interval", INTERVAL).orElse(CanarySettings.DEFAULT);
  }
}
