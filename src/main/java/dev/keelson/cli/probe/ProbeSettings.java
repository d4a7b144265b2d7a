package dev.keelson.cli.probe;

import dev.keelson.kms.Contract;
import java.time.Duration;

/// How to ask.
///
/// @param calls RPCs of the load part, half Encrypt and half Decrypt, rounded up to whole pairs; 0
///   for no load
/// @param outstanding how many of them at once
/// @param timeout for each single call, like the provider's `timeout`
/// @param authority the `:authority` of every call but those that test others
public record ProbeSettings(int calls, int outstanding, Duration timeout, String authority) {
  public static final int MAX_CALLS = 1_000_000;

  /// Room for the burst of a restarting API server: 10,000 distinct seeds at once.
  public static final int MAX_OUTSTANDING = 16_384;

  public static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

  public static final ProbeSettings DEFAULT =
      new ProbeSettings(100, 1, Contract.DEFAULT_TIMEOUT, Contract.AUTHORITY);

  public ProbeSettings {
    requireWithin("calls", calls, 0, MAX_CALLS);
    requireWithin("outstanding", outstanding, 1, MAX_OUTSTANDING);
    if (!timeout.isPositive() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout: more than nothing, at most " + MAX_TIMEOUT.toMinutes() + "m");
    }
  }

  public ProbeSettings withCalls(int some) {
    return new ProbeSettings(some, outstanding, timeout, authority);
  }

  int pairs() {
    return (calls + 1) / 2;
  }

  private static void requireWithin(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(what + ": " + min + " to " + max + ", not " + value);
    }
  }
}
