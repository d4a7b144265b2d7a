/// The device's life: module, slot, login, lanes, keys, canary. Implements the ports of `kek`.
///
/// Invariant: native calls run only on a lane or on the thread that owns the module while it starts
/// and stops, and no session is ever used by two threads (SoftHSM crashes the process if one is).
@NullMarked
package dev.keelson.token;

import org.jspecify.annotations.NullMarked;
