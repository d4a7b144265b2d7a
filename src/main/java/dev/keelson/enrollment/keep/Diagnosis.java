package dev.keelson.enrollment.keep;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Says in words why an etcd did not answer a read.
///
/// @param asked whether it got as far as to ask for the pair
record Diagnosis(EtcdEndpoint endpoint, String key, boolean asked) {
  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]+)");

  private static final String LOOK_AT_THE_ROOT =
      "compare etcd's --trusted-ca-file, which it reads at its start alone, with: keelson ca show";

  /// What an etcd means by an alert (RFC 8446 §6.2), once the pair is known to be in order.
  private static final Map<String, Rule> ALERTS =
      Map.of(
          "unknown_ca", new Rule("it does not know the root", LOOK_AT_THE_ROOT),
          "bad_certificate",
              new Rule(
                  "it does not know the root, has another time, or finds a rule of the chain broken",
                  LOOK_AT_THE_ROOT + "; etcd's log has the reason: rejected connection"),
          "certificate_expired",
              new Rule("its clock is past the certificate's end", "chronyc tracking, on its host"),
          "certificate_revoked", new Rule("the certificate is revoked", "keelson cert list"),
          "certificate_unknown",
              new Rule("it takes the certificate for none", "look at etcd's log"),
          "handshake_failure",
              new Rule(
                  "it has no TLS version or cipher suite in common with this program",
                  "look at etcd's --cipher-suites and --tls-min-version"));

  private record Rule(String text, String remedy) {}

  /// Whether the connection ended with no reason given: of those a second try may find one.
  static boolean isWordless(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.UNAVAILABLE
        && causes(failure)
            .noneMatch(cause ->
                cause instanceof SSLException
                    || cause instanceof CertificateException
                    || cause instanceof ConnectException
                    || cause instanceof UnknownHostException);
  }

  Answer of(StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case UNAVAILABLE -> ofConnection(failure);
      case DEADLINE_EXCEEDED -> away("no answer in time");
      case PERMISSION_DENIED, UNAUTHENTICATED, INVALID_ARGUMENT -> ofRoles(failure.getStatus());
      default -> away("it answered " + failure.getStatus().getCode() + ": " + said(failure));
    };
  }

  /// etcd's own access control, which goes by the certificate's common name.
  private Answer ofRoles(Status status) {
    return refused(
        new Rule(
            "etcd knows the certificate but its user may not read "
                + key
                + " ("
                + status.getDescription()
                + ")",
            "keelson etcd rbac plan tells which role it needs; --check-key names another key"));
  }

  private Answer ofConnection(StatusRuntimeException failure) {
    Optional<String> alert = alert(failure);
    if (alert.isPresent()) {
      return refused(
          ALERTS.getOrDefault(
              alert.get(), new Rule("it ended the handshake: " + alert.get(), "see etcd's log")));
    }
    if (isOfItsOwnCertificate(failure)) {
      return refused(ofItsCertificate(failure));
    }
    return asked ? refused(wordless()) : away(said(failure));
  }

  /// etcd looks into its --client-crl-file when the handshake is over, and then only hangs up.
  private static Rule wordless() {
    return new Rule(
        "it hung up without a reason after it saw the certificate: the serial is in its"
            + " --client-crl-file, or that file cannot be read",
        "keelson cert list; etcd's log has the reason: rejected connection");
  }

  private static boolean isOfItsOwnCertificate(StatusRuntimeException failure) {
    return causes(failure).anyMatch(cause -> cause instanceof CertificateException);
  }

  private Rule ofItsCertificate(StatusRuntimeException failure) {
    boolean untrusted =
        causes(failure)
            .anyMatch(cause ->
                cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException);
    return untrusted
        ? new Rule(
            "its own certificate does not lead to a CA of --etcd-ca (" + said(failure) + ")",
            "name the CA of etcd's --cert-file by --etcd-ca")
        : new Rule(
            "its own certificate is not one for " + endpoint.host() + " (" + said(failure) + ")",
            "name the etcd by --etcd as its certificate does: openssl x509 -noout -text -in"
                + " etcd's --cert-file");
  }

  private static Optional<String> alert(StatusRuntimeException failure) {
    return causes(failure)
        .map(cause -> ALERT.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  private static String said(StatusRuntimeException failure) {
    return causes(failure)
        .reduce((_, last) -> last)
        .map(cause -> String.valueOf(cause.getMessage()))
        .orElse("");
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private Answer refused(Rule rule) {
    return new Answer.Refused(endpoint, rule.text(), rule.remedy());
  }

  private Answer away(String why) {
    return new Answer.Away(endpoint, why);
  }
}
