/// Recovery copies: seeds sealed to offline recipients' RSA public keys, so that a lost token is
/// not a lost cluster; and the values of etcd from which an explicit command takes them back.
///
/// Not here: the recipient's private key, which only a token of its own holds. Invariant: a copy is
/// bound to its key_id and envelope, and nothing here opens one.
@NullMarked
package dev.keelson.recovery;

import org.jspecify.annotations.NullMarked;
