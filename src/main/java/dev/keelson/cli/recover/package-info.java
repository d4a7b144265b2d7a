/// `keelson recover`: opens the recovery copies of a cluster's values with a recipient's key, and
/// has the seeds sealed anew under another keyring.
///
/// Not here: how a copy is made; that is the room `recovery`. Invariant: etcd is not written to, no
/// plaintext of an object and no seed reaches a disk.
@NullMarked
package dev.keelson.cli.recover;

import org.jspecify.annotations.NullMarked;
