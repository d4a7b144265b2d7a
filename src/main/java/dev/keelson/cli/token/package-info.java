/// `keelson token`: the token itself, before and beside its keys: what there is, how it is made,
/// and its PINs.
///
/// Invariant: a PIN is typed without echo or read from a file; none is an argument, an output or in
/// a log.
@NullMarked
package dev.keelson.cli.token;

import org.jspecify.annotations.NullMarked;
