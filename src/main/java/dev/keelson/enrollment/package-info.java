/// How a local process obtains a certificate: who may ask for what, and how often.
///
/// Not here: what is signed; that is the issuer's. Invariant: whoever no rule names gets nothing,
/// and a renewal is asked like a first time.
@NullMarked
package dev.keelson.enrollment;

import org.jspecify.annotations.NullMarked;
