package dev.keelson.cli.cert;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.issuer.KeyKind;
import dev.keelson.issuer.Serial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `keelson cert show`.
@Command(
    name = "show",
    description =
        "Shows the certificates of a PEM file, a bundle or another: whose, until when, and when the"
            + " next is due. Asks nobody, and does not look at a key.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson cert show /etc/kubernetes/pki/etcd-client.pem",
    exitCodeList = {
      ExitCode.OK + ":the first certificate is in time",
      ExitCode.VIOLATION + ":it has expired, or is not valid yet"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CertShowCommand implements Callable<Integer> {
  private static final long MAX_BYTES = 256 * 1024;

  @Parameters(paramLabel = "FILE", description = "in PEM")
  private Path file;

  @Mixin private OutputOption output;

  /// A certificate, for programs.
  ///
  /// @param state fresh, overdue_for_refresh, expired or not_yet_valid, as KEP-4317 has them
  @SuppressWarnings("MemberName") // the names of the JSON
  private record Row(
      String subject,
      String issuer,
      String serial,
      String key,
      List<String> dns,
      String not_before,
      String not_after,
      String state,
      long remaining_seconds) {
    static Row of(X509Certificate one, Instant now) {
      Instant from = one.getNotBefore().toInstant();
      Instant to = one.getNotAfter().toInstant();
      return new Row(
          one.getSubjectX500Principal().getName(),
          one.getIssuerX500Principal().getName(),
          new Serial(one.getSerialNumber()).toString(),
          KeyKind.of(one.getPublicKey()).map(KeyKind::toString).orElse("another kind"),
          names(one),
          from.toString(),
          to.toString(),
          state(from, to, now),
          Duration.between(now, to).toSeconds());
    }

    /// `keelson cert keep` renews at half of the life, give or take a tenth.
    private static String state(Instant from, Instant to, Instant now) {
      if (now.isBefore(from)) {
        return "not_yet_valid";
      }
      if (now.isAfter(to)) {
        return "expired";
      }
      Duration late = Duration.between(from, to).multipliedBy(6).dividedBy(10);
      return now.isAfter(from.plus(late)) ? "overdue_for_refresh" : "fresh";
    }

    private static List<String> names(X509Certificate one) {
      try {
        Collection<List<?>> names = one.getSubjectAlternativeNames();
        return names == null
            ? List.of()
            : names.stream().map(name -> String.valueOf(name.get(1))).toList();
      } catch (GeneralSecurityException e) {
        return List.of("unreadable");
      }
    }

    String text() {
      return String.join(
          "\n",
          "subject    " + subject,
          "issuer     " + issuer,
          "serial     " + serial,
          "key        " + key,
          "dns        " + String.join(", ", dns),
          "not before " + not_before,
          "not after  " + not_after,
          "state      " + state + ", " + remaining_seconds + " s remain");
    }
  }

  @Override
  public Integer call() throws Exception {
    Instant now = InstantSource.system().instant();
    List<Row> rows = certificates().stream().map(one -> Row.of(one, now)).toList();
    output.print(rows, () -> String.join("\n\n", rows.stream().map(Row::text).toList()));
    boolean inTime = List.of("fresh", "overdue_for_refresh").contains(rows.getFirst().state());
    return inTime ? ExitCode.OK : ExitCode.VIOLATION;
  }

  private List<X509Certificate> certificates() throws RefusedException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than any bundle");
      }
      try (var pem = new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
        for (Object one = pem.readObject(); one != null; one = pem.readObject()) {
          if (one instanceof X509CertificateHolder holder) {
            found.add(new JcaX509CertificateConverter().getCertificate(holder));
          }
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new RefusedException(
          file + " cannot be shown: " + e.getMessage(), "look at it: ls -l " + file);
    }
    if (found.isEmpty()) {
      throw new RefusedException(
          file + " has no certificate", "name the file that keelson cert keep wrote");
    }
    return found;
  }
}
