package dev.keelson.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A token at one moment.
///
/// @param token as the configuration names it
/// @param serves whether calls are sent to it
/// @param trouble why it does not serve, or will hardly for long
/// @param mute key_ids of the keys that do not open what they sealed, while the active one does
/// @param recoveries how often it came back after it was lost
public record TokenHealth(
    String token,
    boolean serves,
    Optional<Condition> trouble,
    Song canary,
    Life life,
    List<String> mute,
    long recoveries) {
  public TokenHealth {
    mute = List.copyOf(mute);
  }

  /// The last time that the canary sang; empty before the first.
  ///
  /// @param latency of the encryption and the decryption together
  public record Song(Optional<Duration> age, Optional<Duration> latency) {}

  /// What is in use of the token; of one that is away, nothing.
  public record Life(Lanes lanes, Sessions sessions, PinFlags pin) {
    /// Of a token that is away.
    ///
    /// @param waited before it was lost
    public static Life none(Waits waited) {
      return new Life(
          new Lanes(0, 0, 0, 0, 0, waited), new Sessions(0, 0), new PinFlags(false, false, false));
    }

    /// The same, with the waits of lives before.
    public Life after(Waits before) {
      return new Life(lanes.after(before), sessions, pin);
    }
  }

  /// Lanes, and the queue before them.
  ///
  /// @param stuck given up, because a call has not returned for too long
  /// @param waiting calls in the queue
  /// @param queue calls that may wait
  /// @param waited in the queue, by all calls so far
  public record Lanes(int count, int busy, int stuck, int waiting, int queue, Waits waited) {
    private Lanes after(Waits before) {
      return new Lanes(count, busy, stuck, waiting, queue, waited.plus(before));
    }
  }

  /// How often and how long calls waited for a lane.
  public record Waits(long calls, Duration total) {
    public static final Waits NONE = new Waits(0, Duration.ZERO);

    public Waits plus(Waits more) {
      return new Waits(calls + more.calls, total.plus(more.total));
    }
  }

  /// PKCS#11 sessions of this process.
  ///
  /// @param max that the token allows one process; 0 when it sets no limit or does not tell
  public record Sessions(long open, long max) {}

  /// What the token told of wrong PINs before the last login (PKCS#11 v2.40 §3.2, token flags).
  public record PinFlags(boolean countLow, boolean finalTry, boolean locked) {
    boolean any() {
      return countLow || finalTry || locked;
    }
  }

  /// What somebody should look at.
  List<Condition> remarks() {
    List<Condition> remarks = new ArrayList<>();
    trouble.ifPresent(remarks::add);
    if (life.lanes().stuck() > 0) {
      remarks.add(
          new Condition(
              "calls that do not return from the token with " + token + ": " + life.lanes().stuck(),
              "look at the HSM and the vendor's log; only a restart frees their sessions:"
                  + " systemctl restart keelson"));
    }
    if (!mute.isEmpty()) {
      remarks.add(
          new Condition(
              "on the token with " + token + " these keys do not work: " + String.join(", ", mute),
              "see what became of them: keelson kek verify --config FILE"));
    }
    if (life.pin().any()) {
      remarks.add(
          new Condition(
              "the token with " + token + " had counted wrong PINs before the last login",
              "find out who tries them: keelson token show --config FILE"));
    }
    return remarks;
  }
}
