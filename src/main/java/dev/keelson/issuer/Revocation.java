package dev.keelson.issuer;

import java.time.Instant;

/// A serial that is taken back, whoever issued it.
///
/// @param until from when on nobody takes its certificate anyway
public record Revocation(Serial serial, Instant at, Instant until) {}
