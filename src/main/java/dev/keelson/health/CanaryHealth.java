package dev.keelson.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The verdict of the last canary, believed only while it is fresh: a canary that hangs inside the
/// token is as bad as one that fails.
public final class CanaryHealth implements Health {
  private record Seen(Verdict verdict, Instant at) {}

  private final Duration stale;
  private final InstantSource clock;
  private volatile Seen last;

  /// @param stale how long a verdict is believed
  /// @param clock one that no operator or time server moves
  public CanaryHealth(Duration stale, InstantSource clock) {
    this.stale = stale;
    this.clock = clock;
    this.last =
        new Seen(
            new Verdict.Bad(
                new Condition("the token was not tried yet", "wait for the first canary")),
            clock.instant());
  }

  public void report(Verdict verdict) {
    last = new Seen(verdict, clock.instant());
  }

  @Override
  public Verdict verdict() {
    Seen seen = last;
    Duration age = Duration.between(seen.at(), clock.instant());
    return age.compareTo(stale) <= 0 ? seen.verdict() : silent(age);
  }

  private static Verdict silent(Duration age) {
    return new Verdict.Bad(
        new Condition(
            "the token has not answered the canary for " + age.toSeconds() + " s",
            "look at the HSM and its network; a call that never returns needs a restart: "
                + "systemctl restart keelson"));
  }
}
