package dev.keelson.config;

import dev.keelson.kek.RotationSettings;

/// `rotation`: how new generations are learnt of.
final class RotationSection {
  static final Keys KEYS = Keys.of("poll");

  private static final Kind<RotationSettings> POLL =
      new Kind<>(
          Kinds.DURATION.noun(),
          "write one with its unit, 1s to 1h, or leave the key out for 30s",
          text -> new RotationSettings(Kinds.DURATION.reader().apply(text)));

  private RotationSection() {}

  static RotationSettings read(Section rotation) {
    return rotation.optional("poll", POLL).orElse(RotationSettings.DEFAULT);
  }
}
