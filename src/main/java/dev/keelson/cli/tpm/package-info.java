/// `keelson tpm`: how one HMAC KEK comes into the TPMs of several nodes, and never out of them.
///
/// A key is made with a policy that only an authority kept offline can fulfil, and only for a named
/// TPM. This room computes and checks names, policies and signatures; what a TPM has to do is done
/// by `ceremony.py`, in a process of its own.
@NullMarked
package dev.keelson.cli.tpm;

import org.jspecify.annotations.NullMarked;
