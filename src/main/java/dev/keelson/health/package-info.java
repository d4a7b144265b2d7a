/// What the doors tell about the daemon: the verdict of the last canary, and how tokens and keys
/// are, kept apart from the device.
///
/// Invariant: reading a verdict or a snapshot never touches the token.
@NullMarked
package dev.keelson.health;

import org.jspecify.annotations.NullMarked;
