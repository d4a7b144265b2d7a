package dev.keelson.enrollment.keep;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/// What etcd demands of a pair and can be seen before etcd is asked. So the operator reads which
/// rule is broken, where etcd says no more than bad_certificate (etcd#14324).
final class Fitness {
  /// `id-kp-clientAuth` and `anyExtendedKeyUsage` (RFC 5280 §4.2.1.12).
  private static final Set<String> FOR_CLIENTS = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

  private Fitness() {}

  static void require(Pair pair, X509Certificate root, Instant now) throws KeepException {
    requireOnePair(pair);
    requireInTime(pair, now);
    requireForClients(pair.leaf());
    requireLeadsTo(root, pair, now);
  }

  private static void requireOnePair(Pair pair) throws KeepException {
    if (!pair.matches()) {
      throw new KeepException.Unfit(
          "the new certificate is not for the key that it was asked for",
          "make sure that nothing stands between this program and the daemon's socket");
    }
  }

  private static void requireInTime(Pair pair, Instant now) throws KeepException {
    if (now.isBefore(pair.notBefore())) {
      throw new KeepException.Unfit(
          "the new certificate begins at " + pair.notBefore() + ", and here it is " + now,
          "the clocks differ by more than the issuer's backdate: look at chronyc tracking");
    }
    if (now.isAfter(pair.notAfter())) {
      throw new KeepException.Unfit(
          "the new certificate ended at " + pair.notAfter() + ", and here it is " + now,
          "the clocks differ, or the profile's ttl is too short: look at chronyc tracking");
    }
  }

  private static void requireForClients(X509Certificate leaf) throws KeepException {
    try {
      List<String> usages = leaf.getExtendedKeyUsage();
      if (usages != null && usages.stream().noneMatch(FOR_CLIENTS::contains)) {
        throw new KeepException.Unfit(
            "the new certificate is not for TLS clients: its extended key usage is " + usages,
            "etcd takes clientAuth alone; the issuer that signed this is none of Keelson's");
      }
    } catch (CertificateParsingException e) {
      throw new KeepException.Unfit(
          "the new certificate's extended key usage cannot be read: " + e.getMessage(),
          "the issuer that signed this is none of Keelson's");
    }
  }

  private static void requireLeadsTo(X509Certificate root, Pair pair, Instant now)
      throws KeepException {
    try {
      validate(pair.chain(), root, now);
    } catch (GeneralSecurityException e) {
      throw new KeepException.Unfit(
          "the new certificate does not lead to the root "
              + root.getSubjectX500Principal()
              + ": "
              + reason(e),
          "compare the two: keelson ca show");
    }
  }

  /// Whether a pair comes from under this root.
  static boolean leadsTo(X509Certificate root, Pair pair) {
    try {
      validate(pair.chain(), root, pair.notAfter());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static void validate(List<X509Certificate> chain, X509Certificate root, Instant time)
      throws GeneralSecurityException {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
    parameters.setRevocationEnabled(false); // etcd itself is asked
    parameters.setDate(Date.from(time));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
    var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }

  private static String reason(GeneralSecurityException failure) {
    return failure instanceof CertPathValidatorException e
        ? e.getMessage() + " (certificate " + e.getIndex() + " of the chain)"
        : String.valueOf(failure.getMessage());
  }
}
