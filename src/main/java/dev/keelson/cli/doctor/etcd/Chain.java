package dev.keelson.cli.doctor.etcd;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who signed whom, as far as it decides whom etcd lets in; dates and purposes are told apart from
/// it, because they are mended differently.
final class Chain {
  private Chain() {}

  /// Whether the first of those presented leads to one that is trusted.
  static boolean leads(List<X509Certificate> presented, List<X509Certificate> trusted) {
    Optional<X509Certificate> current = presented.stream().findFirst();
    Set<X509Certificate> passed = new HashSet<>();
    while (current.isPresent() && passed.add(current.get())) {
      X509Certificate certificate = current.get();
      if (trusted.contains(certificate) || signer(certificate, trusted).isPresent()) {
        return true;
      }
      current = signer(certificate, presented);
    }
    return false;
  }

  private static Optional<X509Certificate> signer(
      X509Certificate certificate, List<X509Certificate> among) {
    return among.stream().filter(one -> signed(one, certificate)).findFirst();
  }

  private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
