/// `keelson probe`: asks a KMS v2 plugin what kube-apiserver would ask, and some things it would
/// not, and tells which rules of the contract the answers break.
///
/// Works on any plugin, not only ours. Invariant: seeds are fresh, zeroed after use, and never in a
/// report, nor is the error text that a plugin wrote in answer to one. (key_id and annotation keys
/// are: both are public by KEP-3299.)
@NullMarked
package dev.keelson.cli.probe;

import org.jspecify.annotations.NullMarked;
