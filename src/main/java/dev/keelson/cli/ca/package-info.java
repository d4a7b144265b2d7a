/// `keelson ca`: makes, shows and rotates the certificate authority of etcd's clients, beside the
/// daemon.
///
/// Invariant: no key is made over another, and a step that was interrupted is taken up where it
/// stopped.
@NullMarked
package dev.keelson.cli.ca;

import org.jspecify.annotations.NullMarked;
