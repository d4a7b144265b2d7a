/// The bytes that Keelson returns as KMS v2 `ciphertext`, and that etcd keeps for years: parsing
/// and writing, no cryptography.
///
/// Invariant: every envelope ever written stays readable; the golden files of the tests hold that.
@NullMarked
package dev.keelson.envelope;

import org.jspecify.annotations.NullMarked;
