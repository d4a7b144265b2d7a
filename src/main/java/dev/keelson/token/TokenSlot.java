package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;

/// A token, and the slot it is in until the module is initialised anew.
record TokenSlot(long slot, TokenInfo info) {
  @Override
  public String toString() {
    return "'" + info.label() + "' (serial " + info.serial() + ", " + info.model() + ")";
  }
}
