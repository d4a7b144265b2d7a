package dev.keelson.cli.cert;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.TextTable;
import dev.keelson.issuer.v1.IssuedCertificate;
import dev.keelson.issuer.v1.ListRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson cert list`.
@Command(
    name = "list",
    description = {
      "Lists what this node's issuer has signed and has not expired, the newest first.",
      "unknown is what a crash or a failure has hidden: it may have been signed, so it counts as"
          + " issued, and can be revoked."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson cert list",
      "  keelson cert list -o json | jq -r '.[] | select(.state == \"unknown\") | .serial'"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CertListCommand implements Callable<Integer> {
  @Mixin private IssuerOffice issuer;

  @Mixin private OutputOption output;

  /// A certificate, for programs.
  @SuppressWarnings("MemberName") // the names of the JSON
  private record Row(
      String serial,
      String profile,
      String subject,
      long uid,
      String not_before,
      String not_after,
      String state,
      String key_sha256) {
    static Row of(IssuedCertificate one) {
      return new Row(
          one.getSerial(),
          one.getProfile(),
          one.getSubject(),
          Integer.toUnsignedLong(one.getUid()),
          Instant.ofEpochSecond(one.getNotBefore()).toString(),
          Instant.ofEpochSecond(one.getNotAfter()).toString(),
          one.getState().name().toLowerCase(Locale.ROOT),
          one.getKeySha256());
    }

    List<String> cells() {
      return List.of(serial, profile, subject, Long.toString(uid), not_after, state);
    }
  }

  @Override
  public Integer call() throws Exception {
    var all = issuer.ask(stub -> stub.list(ListRequest.getDefaultInstance()));
    List<Row> rows =
        all.getCertificatesList().stream()
            .sorted(Comparator.comparingLong(IssuedCertificate::getNotBefore).reversed())
            .map(Row::of)
            .toList();
    output.print(rows, () -> table(rows));
    return ExitCode.OK;
  }

  private static String table(List<Row> rows) {
    return new TextTable(
            List.of("SERIAL", "PROFILE", "SUBJECT", "UID", "NOT_AFTER", "STATE"),
            rows.stream().map(Row::cells).toList())
        .toString();
  }
}
