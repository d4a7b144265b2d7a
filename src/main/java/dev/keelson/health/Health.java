package dev.keelson.health;

/// What the doors ask: is the token known to work? Answered at once, from memory.
public interface Health {
  Verdict verdict();
}
