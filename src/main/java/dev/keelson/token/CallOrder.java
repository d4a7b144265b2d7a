package dev.keelson.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How many threads a module bears.
public enum CallOrder {
  /// As the standard has it of a module that took `CKF_OS_LOCKING_OK`.
  PARALLEL,
  /// One at a time, whatever the module promised.
  SERIAL;

  /// The order of a name in the configuration.
  public static Optional<CallOrder> named(String text) {
    return Arrays.stream(values()).filter(order -> order.toString().equals(text)).findFirst();
  }

  /// The name in the configuration.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
