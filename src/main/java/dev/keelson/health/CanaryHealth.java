package dev.keelson.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The verdict of the last canary, believed only while it is fresh: a canary that hangs inside the
/// token is as bad as one that fails.
public final class CanaryHealth implements Health {
  private record Seen(Verdict verdict, Instant at) {}

  private record Sung(Instant at, Duration took) {}

  private final Duration stale;
  private final InstantSource clock;
  private volatile Seen last;
  private volatile Optional<Sung> song = Optional.empty();

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

  /// Reports a success.
  ///
  /// @param took from the seal's beginning to the open's end
  public void sang(Duration took) {
    report(new Verdict.Good());
    song = Optional.of(new Sung(clock.instant(), took));
  }

  /// When the last success was, and how long it took.
  public TokenHealth.Song song() {
    Optional<Sung> sung = song;
    return new TokenHealth.Song(
        sung.map(one -> Duration.between(one.at(), clock.instant())), sung.map(Sung::took));
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
