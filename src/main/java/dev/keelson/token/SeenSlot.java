package dev.keelson.token;

/// A slot that the module says a token is in, with what came of asking for the token.
public sealed interface SeenSlot permits TokenSlot, SilentSlot {
  long slot();
}
