/// The certificate authority of etcd's clients: profiles, the checks before a signature, revocation
/// lists.
///
/// It asks a signer and knows no device. Invariant: nothing is signed that was not recorded and
/// linted first.
@NullMarked
package dev.keelson.issuer;

import org.jspecify.annotations.NullMarked;
