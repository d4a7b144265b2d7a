/// PKCS#11 through `java.lang.foreign`: the standard's functions, structures and codes under the
/// standard's names, and no policy.
///
/// Three floors: [Functions] returns the raw `CK_RV`; [Cryptoki] throws [CkException]; sessions
/// with an owner and a life are the token room's. Layouts are those of Linux on x86-64 and aarch64,
/// where `CK_ULONG` is a 64-bit `long` and structures have natural alignment (PKCS#11 v2.40 §2.1,
/// §3).
@NullMarked
package dev.keelson.cryptoki;

import org.jspecify.annotations.NullMarked;
