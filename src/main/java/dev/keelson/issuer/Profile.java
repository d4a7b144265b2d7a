package dev.keelson.issuer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// What a certificate is to be: everything of it but the key and the time. It is for clients alone
/// (EKU clientAuth), whatever a request may ask for.
///
/// @param dns names that no resolver knows, so that etcd's peer port refuses the certificate, as it
///   compares names with the caller's address; `--client-cert-allowed-hostname` can ask for one
/// @param keys that may be certified
/// @param ttl from now until it expires
public record Profile(
    ProfileName name, Subject subject, List<String> dns, Set<KeyKind> keys, Duration ttl) {
  /// RFC 2606 §2, RFC 6761 §6.4: no resolver ever knows it.
  public static final String UNRESOLVABLE = "keelson.invalid";

  public static final Duration DEFAULT_TTL = Duration.ofHours(24);

  /// No configuration can ask for more: what lives longer has to be revoked, not awaited.
  public static final Duration MAX_TTL = Duration.ofDays(7);

  public static final Set<KeyKind> DEFAULT_KEYS = Set.of(KeyKind.EC_P256, KeyKind.EC_P384);

  private static final int MAX_NAMES = 8;
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final String DNS = LABEL + "(\\." + LABEL + ")+";
  private static final int MAX_DNS = 253;

  /// Who it names. etcd takes the common name for its user, once its own authorisation is on.
  public record Subject(String commonName, Optional<String> organization) {
    private static final String TEXT = "[A-Za-z0-9][A-Za-z0-9 ._:@-]{0,63}";

    public Subject {
      if (!commonName.matches(TEXT)) {
        throw new IllegalArgumentException("'" + commonName + "' is no common name for a client");
      }
      organization.ifPresent(Subject::requireHarmless);
    }

    /// An API server that trusted this authority would obey such a group without asking.
    private static void requireHarmless(String organization) {
      if (!organization.matches(TEXT) || organization.startsWith("system:")) {
        throw new IllegalArgumentException(
            "'" + organization + "' is no organization for a client of etcd");
      }
    }

    public X500Name name() {
      var name = new X500NameBuilder(BCStyle.INSTANCE);
      organization.ifPresent(one -> name.addRDN(BCStyle.O, one));
      return name.addRDN(BCStyle.CN, commonName).build();
    }

    @Override
    public String toString() {
      return "CN=" + commonName + organization.map(one -> ",O=" + one).orElse("");
    }
  }

  public Profile {
    dns = List.copyOf(dns);
    keys = Set.copyOf(keys);
    if (dns.isEmpty() || dns.size() > MAX_NAMES) {
      throw new IllegalArgumentException("a profile has 1 to 8 DNS names");
    }
    dns.forEach(Profile::requireDns);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a profile allows some kind of key");
    }
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException("a certificate lives 1 s to 7 days, not " + ttl);
    }
  }

  /// Refuses what is no whole, lower-case name.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static String requireDns(String name) {
    if (name.length() > MAX_DNS || !name.matches(DNS)) {
      throw new IllegalArgumentException("'" + name + "' is no DNS name of two labels or more");
    }
    return name;
  }
}
