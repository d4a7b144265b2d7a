package dev.keelson.token;

import java.time.Duration;
import java.time.InstantSource;

/// How the tokens of a keyring are looked after.
///
/// @param handBack how long a token that had failed must have been good before it serves ahead of
///   the others again
/// @param uptime a clock that nobody sets
public record CareSettings(
    CanarySettings canary, Duration handBack, InstantSource uptime, TokenEvents events) {}
