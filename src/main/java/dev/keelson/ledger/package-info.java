/// The append-only record of every key use, administrative deed and certificate: lines of JSON,
/// each with the hash of the one before it, and now and then a signed checkpoint.
///
/// It is no log for debugging, and no type in it can hold a seed, a ciphertext or a PIN by
/// accident.
///
/// Invariant: a line once written is never changed, and no entry that was acknowledged is lost.
@NullMarked
package dev.keelson.ledger;

import org.jspecify.annotations.NullMarked;
