package dev.keelson.config;

import dev.keelson.token.TokenPlace;
import java.nio.file.Path;

/// Where a recipient's private key is: a token that no daemon serves.
///
/// @param stateDir with the ledger that tells of its use, and the fuse of its PIN
public record RecipientPlace(Path stateDir, TokenPlace place) {}
