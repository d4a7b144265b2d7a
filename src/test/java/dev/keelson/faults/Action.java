package dev.keelson.faults;

/// What a fault does: `enum action` in `faults.h`, in its order.
enum Action {
  NOTHING,
  RETURNS,
  LOSES_ANSWER,
  WAITS,
  NEVER_RETURNS,
  CRASHES,
  TRUNCATES,
  FLIPS,
  FIXES_IV;

  @SuppressWarnings("EnumOrdinal") // the C side counts its own enum in the same way
  int number() {
    return ordinal();
  }
}
