package dev.keelson.cli.doctor.etcd;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a certificate says, in the words of etcd's rules.
final class Facts {
  static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  private static final String ANY = "2.5.29.37.0";
  private static final int DNS_NAME = 2; // the tags of RFC 5280 §4.2.1.6
  private static final int IP_ADDRESS = 7;

  private Facts() {}

  static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  /// Go takes one without any purpose for every purpose.
  static boolean serves(X509Certificate certificate, String purpose) {
    List<String> purposes = purposes(certificate);
    return purposes.isEmpty() || purposes.contains(purpose) || purposes.contains(ANY);
  }

  static List<String> purposes(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getExtendedKeyUsage()).orElse(List.of());
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  /// DNS names and addresses: the two kinds that etcd looks at.
  static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return Stream.ofNullable(all)
          .flatMap(Collection::stream)
          .filter(one -> one.getFirst().equals(DNS_NAME) || one.getFirst().equals(IP_ADDRESS))
          .map(one -> String.valueOf(one.get(1)))
          .toList();
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  /// As Go's `VerifyHostname`: a star stands for one label, the first.
  static boolean carries(X509Certificate certificate, String name) {
    return names(certificate).stream()
        .anyMatch(one ->
            one.equalsIgnoreCase(name)
                || (one.startsWith("*.")
                    && name.indexOf('.') > 0
                    && one.substring(1).equalsIgnoreCase(name.substring(name.indexOf('.')))));
  }
}
