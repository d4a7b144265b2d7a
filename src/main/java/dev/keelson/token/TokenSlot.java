package dev.keelson.token;

import dev.keelson.cryptoki.TokenInfo;

/// A token, and the slot it is in until the module is initialised anew.
public record TokenSlot(long slot, TokenInfo info) implements SeenSlot {
  @Override
  public String toString() {
    if (TokenState.of(info) == TokenState.BLANK) {
      return "a blank slot (" + info.model() + ")";
    }
    return "'" + info.label() + "' (serial " + info.serial() + ", " + info.model() + ")";
  }
}
