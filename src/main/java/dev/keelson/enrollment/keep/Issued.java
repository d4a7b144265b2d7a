package dev.keelson.enrollment.keep;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// What the issuer answered.
///
/// @param chain the new certificate, then those of the issuers
/// @param root where the chain has to lead to
/// @param renewAt when the issuer wants to be asked again
record Issued(List<X509Certificate> chain, X509Certificate root, Instant renewAt) {
  Issued {
    chain = List.copyOf(chain);
  }
}
