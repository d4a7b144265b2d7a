/// What a TPM 2.0 tells of itself that PKCS#11 has no words for: how many wrong PINs it has
/// counted.
///
/// Through the loader of tpm2-tss, which the PKCS#11 library stands on, so whatever way that takes
/// to the TPM, this takes, too. Invariant: it reads properties that everybody may read, and changes
/// nothing.
@NullMarked
package dev.keelson.tpm;

import org.jspecify.annotations.NullMarked;
