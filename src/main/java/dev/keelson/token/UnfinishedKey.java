package dev.keelson.token;

/// What is left of a `create` or `rotate` that was killed: keys that never sealed anything.
///
/// @param label which they share
/// @param count how many
public record UnfinishedKey(String label, int count) {}
