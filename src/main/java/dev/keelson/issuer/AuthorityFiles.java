package dev.keelson.issuer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The authority's certificates in a directory: `root.pem`, which etcd trusts, and for each
/// generation `issuing-N.pem`, its certificate first and what leads to the root after it. Keys are
/// in the token, here is nothing secret.
public record AuthorityFiles(Path dir) {
  private static final Pattern ISSUING = Pattern.compile("issuing-([1-9][0-9]{0,5})\\.pem");
  private static final int MAX_BYTES = 64 * 1024;

  /// A whole directory of them.
  ///
  /// @param generations by number
  public record Authorities(X509Certificate root, TreeMap<Integer, Authority> generations) {
    /// The newest one.
    public Authority newest() {
      return generations.lastEntry().getValue();
    }
  }

  /// Of a daemon with this `state-dir`.
  public static AuthorityFiles of(Path stateDir) {
    return new AuthorityFiles(stateDir.resolve("ca"));
  }

  public Path root() {
    return dir.resolve("root.pem");
  }

  public Path issuing(int number) {
    return dir.resolve("issuing-" + number + ".pem");
  }

  /// What is asked of an offline root.
  public Path request(int number) {
    return dir.resolve("issuing-" + number + ".csr");
  }

  /// What changes when a certificate is added.
  String stamp() {
    return String.join(",", names());
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.equals("root.pem") || ISSUING.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// Reads them all.
  ///
  /// @throws IssuerException.NoAuthority with what is missing or wrong
  public Authorities read() throws IssuerException.NoAuthority {
    try {
      X509Certificate root = certificates(root()).getFirst();
      var generations = new TreeMap<Integer, Authority>();
      for (String name : names()) {
        Matcher issuing = ISSUING.matcher(name);
        if (issuing.matches()) {
          generations.put(
              Integer.valueOf(issuing.group(1)),
              new Authority(certificates(dir.resolve(name)), root));
        }
      }
      if (generations.isEmpty()) {
        throw new IssuerException.NoAuthority(dir, "issuing-1.pem does not exist");
      }
      return new Authorities(root, generations);
    } catch (NoSuchFileException e) {
      throw new IssuerException.NoAuthority(dir, e.getFile() + " does not exist");
    } catch (IOException | IllegalArgumentException e) {
      throw new IssuerException.NoAuthority(dir, String.valueOf(e.getMessage()));
    }
  }

  /// Reads a PEM file of one certificate or more.
  public static List<X509Certificate> certificates(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(file + " is larger than any chain");
    }
    try (var in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      List<X509Certificate> certificates = new ArrayList<>();
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        certificates.add((X509Certificate) one);
      }
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException(file + " has no certificate");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " is no PEM file of certificates", e);
    }
  }

  /// Writes certificates, whole or not at all.
  public static void write(Path file, List<X509Certificate> certificates) throws IOException {
    Files.createDirectories(file.getParent());
    new ReplacedFile(file).write(pem(certificates).getBytes(StandardCharsets.US_ASCII));
  }

  /// RFC 7468.
  public static String pem(List<X509Certificate> certificates) {
    var pem = new StringBuilder();
    for (X509Certificate one : certificates) {
      try {
        pem.append(pem("CERTIFICATE", one.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a certificate that was parsed encodes", e);
      }
    }
    return pem.toString();
  }

  /// RFC 7468 §2.
  public static String pem(String label, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }
}
