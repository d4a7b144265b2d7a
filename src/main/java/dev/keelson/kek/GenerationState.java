package dev.keelson.kek;

import java.util.Locale;

/// Where a generation is in its life. It follows from its number, its activation time and the
/// clock; a generation that was destroyed is no longer seen.
public enum GenerationState {
  /// Opens everywhere, seals nowhere yet.
  PENDING,
  /// Seals and opens: the highest whose time has come.
  ACTIVE,
  /// Opens what it sealed.
  RETIRED;

  /// The state of a generation, by its number and that of the active one.
  public static GenerationState of(int number, int active) {
    if (number == active) {
      return ACTIVE;
    }
    return number > active ? PENDING : RETIRED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
