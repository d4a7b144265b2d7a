/// Secrets as types with a life: made from bytes that they take over, zeroed on close, redacted in
/// `toString`, compared in constant time, never a `String`.
///
/// Not here: how a secret is used. Honest limit: a garbage collector may have copied an array
/// before it was zeroed, and gRPC's own buffers hold a seed until they are collected; so the daemon
/// also closes its memory to dumps and to other processes.
@NullMarked
package dev.keelson.secret;

import org.jspecify.annotations.NullMarked;
