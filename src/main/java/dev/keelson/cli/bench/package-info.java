/// `keelson bench`: what the daemon adds to the token's own time. The module called directly and
/// the daemon called through its socket, measured in turn, in one run, on one key.
///
/// Invariant: what is uncertain counts against the daemon, and no fault goes unreported.
@NullMarked
package dev.keelson.cli.bench;

import org.jspecify.annotations.NullMarked;
