/// Keeps a client certificate of etcd fresh in files: a new key at each renewal, made here, and
/// nothing replaced before etcd itself has taken the new pair.
///
/// Not here: how the issuer's socket is reached, and which programs are told of a change; both come
/// in through ports. Invariant: a reader of the bundle never sees half of a pair.
@NullMarked
package dev.keelson.enrollment.keep;

import org.jspecify.annotations.NullMarked;
