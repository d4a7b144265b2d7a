package dev.keelson.token;

import dev.keelson.secret.PinSource;

/// A token that holds copies of a keyring's keys: the module that leads to it, and its PIN.
public record TokenPlace(ModuleSettings module, TokenSelector token, PinSource pin) {}
