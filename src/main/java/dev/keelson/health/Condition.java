package dev.keelson.health;

/// Something wrong, as an operator at night wants to read it.
///
/// @param what what was seen, and where
/// @param remedy what to do about it, with the command where there is one
public record Condition(String what, String remedy) {}
