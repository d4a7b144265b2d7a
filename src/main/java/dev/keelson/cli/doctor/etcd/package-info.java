/// `keelson doctor etcd`: what an etcd member and kube-apiserver of this host are started with, and
/// the certificates that they name, held against what etcd really does with them.
///
/// Changes nothing, starts no program, and needs no daemon of ours. A private key is never read,
/// but for the certificates beside it.
@NullMarked
package dev.keelson.cli.doctor.etcd;

import org.jspecify.annotations.NullMarked;
