/// Keyrings of key-encryption keys: names, generations, which one is active, and what may go wrong.
///
/// Not here: how a key is reached; that is behind the port [Kek]. Invariant: plaintext key bytes
/// never exist in this process, and exactly one generation of a keyring is active.
@NullMarked
package dev.keelson.kek;

import org.jspecify.annotations.NullMarked;
