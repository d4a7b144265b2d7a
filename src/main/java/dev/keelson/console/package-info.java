/// The management endpoints over HTTP: `/livez`, `/readyz`, `/metrics` and `/status`.
///
/// Not here: what is told. It comes as a snapshot from elsewhere, and calls are heard of through a
/// port. Invariant: answers come from memory, never from the token, and have no secret in them.
@NullMarked
package dev.keelson.console;

import org.jspecify.annotations.NullMarked;
