/// What the doors tell about the daemon: the verdict of the last canary, kept apart from the
/// device.
///
/// Invariant: reading a verdict never touches the token.
@NullMarked
package dev.keelson.health;

import org.jspecify.annotations.NullMarked;
