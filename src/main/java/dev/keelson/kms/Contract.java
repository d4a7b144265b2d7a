package dev.keelson.kms;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The limits of KMS v2 as kube-apiserver enforces them (k8s.io/apiserver kmsv2/envelope.go,
/// encryptionconfig/config.go): what lies outside is thrown away, or makes the cluster unhealthy.
///
/// Each `faultOf…` tells what is wrong in one sentence, and is empty when all is well.
public final class Contract {
  public static final String VERSION = "v2";

  /// The beta's name is accepted too, but may not change into the other while a caller is
  /// connected.
  public static final Set<String> VERSIONS = Set.of(VERSION, "v2beta1");

  public static final String HEALTHY = "ok";
  public static final int MAX_KEY_ID_BYTES = 1024;
  public static final int MAX_CIPHERTEXT_BYTES = 1024;
  public static final int MAX_ANNOTATIONS_BYTES = 32 * 1024;

  /// What kube-apiserver asks to encrypt is one seed of this length (aes_extended_nonce.go).
  public static final int SEED_BYTES = 32;

  /// The caller's patience for one call, unless its configuration says otherwise.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

  /// What API servers send as `:authority` since 1.32 (kubernetes#126930).
  public static final String AUTHORITY = "localhost";

  /// RFC 1123 §2.1, as in apimachinery's `IsDNS1123Label`.
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  /// The double quote as well, since it ends a value in the log.
  private static final Pattern UNPRINTABLE = Pattern.compile("[^ !#-~]");

  private static final int MAX_QUOTED = 64;
  private static final int MAX_LABEL = 63;
  private static final int MAX_DOMAIN = 253;

  private Contract() {}

  public static Optional<String> faultOfVersion(String version) {
    return VERSIONS.contains(version)
        ? Optional.empty()
        : Optional.of("version is " + quoted(version) + ", not v2 or v2beta1");
  }

  public static Optional<String> faultOfHealthz(String healthz) {
    return healthz.equals(HEALTHY)
        ? Optional.empty()
        : Optional.of("healthz is " + quoted(healthz) + ", not exactly '" + HEALTHY + "'");
  }

  public static Optional<String> faultOfKeyId(String keyId) {
    return faultOfLength("key_id", keyId.getBytes(UTF_8).length, MAX_KEY_ID_BYTES);
  }

  public static Optional<String> faultOfCiphertext(ByteString ciphertext) {
    return faultOfLength("ciphertext", ciphertext.size(), MAX_CIPHERTEXT_BYTES);
  }

  public static Optional<String> faultOfAnnotations(Map<String, ByteString> annotations) {
    for (String key : annotations.keySet()) {
      if (!isFullyQualified(key)) {
        return Optional.of(
            "annotation key " + quoted(key) + " is not a domain name like 'a.example'");
      }
    }
    int total = annotationBytes(annotations);
    return total <= MAX_ANNOTATIONS_BYTES
        ? Optional.empty()
        : Optional.of("annotations have " + total + " bytes, more than " + MAX_ANNOTATIONS_BYTES);
  }

  /// Keys and values count.
  public static int annotationBytes(Map<String, ByteString> annotations) {
    int total = 0;
    for (var annotation : annotations.entrySet()) {
      total += annotation.getKey().getBytes(UTF_8).length + annotation.getValue().size();
    }
    return total;
  }

  /// Two labels or more, lower case, one final dot allowed (apimachinery's
  /// `IsFullyQualifiedDomainName`).
  static boolean isFullyQualified(String name) {
    String domain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (domain.length() > MAX_DOMAIN) {
      return false;
    }
    String[] labels = domain.split("\\.", -1);
    for (String label : labels) {
      if (label.length() > MAX_LABEL || !LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return labels.length >= 2;
  }

  /// What the other side wrote must neither forge a line of a log nor outgrow an HTTP/2 header.
  private static String quoted(String text) {
    String shown = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
    return "'" + UNPRINTABLE.matcher(shown).replaceAll("?") + "'";
  }

  private static Optional<String> faultOfLength(String what, int bytes, int max) {
    return bytes >= 1 && bytes <= max
        ? Optional.empty()
        : Optional.of(what + " has " + bytes + " bytes, not 1 to " + max);
  }
}
