package dev.keelson;

import dev.keelson.token.Lockout;
import dev.keelson.tpm.DictionaryAttack;
import dev.keelson.tpm.Tpm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The count of a TPM that a module leads to.
final class TpmLockout implements Lockout.Watch {
  private final Tpm tpm;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Instant> end = new AtomicReference<>();

  TpmLockout(Tpm tpm, InstantSource clock) {
    this.tpm = tpm;
    this.clock = clock;
  }

  @Override
  public Lockout now() {
    return tpm.dictionaryAttack().map(this::judged).orElseGet(Lockout.None::new);
  }

  /// A locked TPM is free when it has forgotten one failure. It does not tell when the last was, so
  /// the end is that of the first look at the lock.
  private Lockout judged(DictionaryAttack count) {
    if (!count.locked()) {
      end.set(null);
      return count.oneTryLeft() ? new Lockout.OneTryLeft() : new Lockout.None();
    }
    Instant latest = clock.instant().plus(count.forgetting());
    return new Lockout.Until(
        end.accumulateAndGet(latest, (had, now) -> had == null || now == null ? now : had));
  }
}
