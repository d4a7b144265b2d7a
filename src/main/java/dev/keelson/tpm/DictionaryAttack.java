package dev.keelson.tpm;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How far a TPM's protection against guessing has come (TPM 2.0 Part 1, §19.8). It counts for all
/// users of the TPM together, and counts a loss of power while a key was in use as well.
///
/// @param failures counted now
/// @param limit at which the TPM takes no PIN and works with no key that has one
/// @param forgetting how long it takes until one failure is forgotten; zero when none ever is
/// @param locked whether it has come so far
public record DictionaryAttack(long failures, long limit, Duration forgetting, boolean locked) {
  private static final int PERMANENT = 0x200;
  private static final int LOCKOUT_COUNTER = 0x20E;
  private static final int MAX_AUTH_FAIL = 0x20F;
  private static final int LOCKOUT_INTERVAL = 0x210;

  /// `inLockout` of TPMA_PERMANENT (TPM 2.0 Part 2, §8.6).
  private static final long IN_LOCKOUT = 1L << 9;

  /// The count among all that a TPM tells.
  ///
  /// @param properties `TPM_PT_…` by their numbers (TPM 2.0 Part 2, §6.13)
  /// @return empty when the TPM does not tell all that it takes
  static Optional<DictionaryAttack> of(Map<Integer, Long> properties) {
    Long permanent = properties.get(PERMANENT);
    Long failures = properties.get(LOCKOUT_COUNTER);
    Long limit = properties.get(MAX_AUTH_FAIL);
    Long interval = properties.get(LOCKOUT_INTERVAL);
    if (permanent == null || failures == null || limit == null || interval == null) {
      return Optional.empty();
    }
    return Optional.of(
        new DictionaryAttack(
            failures, limit, Duration.ofSeconds(interval), (permanent & IN_LOCKOUT) != 0));
  }

  /// Whether one more wrong PIN locks the TPM.
  public boolean oneTryLeft() {
    return !locked && limit > 0 && failures + 1 >= limit;
  }
}
