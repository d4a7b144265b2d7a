package dev.keelson.token;

import dev.keelson.cryptoki.CkException;

/// A slot that does not tell its token.
public record SilentSlot(long slot, CkException cause) implements SeenSlot {}
