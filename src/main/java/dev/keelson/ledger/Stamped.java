package dev.keelson.ledger;

import java.time.Instant;

/// A deed with the time at which it was told, and how many like it.
record Stamped(Instant time, Deed deed, int count) {}
