package dev.keelson.cli.cert;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.enrollment.keep.RevocationProof;
import dev.keelson.enrollment.keep.RevocationProof.Verdict;
import dev.keelson.issuer.v1.RevokeRequest;
import dev.keelson.issuer.v1.RevokeResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keelson cert revoke`.
@Command(
    name = "revoke",
    description = {
      "Puts a certificate, or all that a subject has, on the list that etcd reads at each handshake,"
          + " and returns when the list is published.",
      "Connections that are open live on, and so do their watches: etcd never looks at a certificate"
          + " twice. To end them, start the client anew, or etcd, or cut them: ss -K.",
      "There is no way back: a client that is meant to go on gets a new certificate."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson cert revoke 4b6e442177affb449aebf9637f087d67ee91 --reason 'laptop stolen'",
      "  keelson cert revoke --subject CN=etcd-backup --reason 'host replaced'",
      "  And have each etcd show that it refuses the pair now:",
      "    keelson cert revoke 4b6e… --verify backup.pem --etcd https://10.0.0.1:2379 \\",
      "        --etcd-ca ca.crt"
    },
    exitCodeList = {
      ExitCode.OK + ":revoked, and with --verify refused by each etcd that answered",
      ExitCode.VIOLATION + ":not revoked; or revoked, and an etcd still accepts the pair"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CertRevokeCommand implements Callable<Integer> {
  /// One of both.
  static final class Which {
    @Parameters(paramLabel = "SERIAL", description = "as keelson cert list shows it")
    private @Nullable String serial;

    @Option(
        names = "--subject",
        paramLabel = "NAME",
        description = "every certificate of it that has not expired, as keelson cert list shows it")
    private @Nullable String subject;
  }

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "for the ledger, in your words; etcd does not look at reasons")
  private String reason = "";

  @Option(
      names = "--unknown",
      description = "a serial of another node's issuer: each etcd reads its own node's list")
  private boolean unknown;

  @Option(
      names = "--verify",
      paramLabel = "BUNDLE",
      description =
          "the revoked pair itself, key and certificates in one PEM file: each --etcd is shown it"
              + " before and after")
  private @Nullable Path verify;

  @Mixin private EtcdOptions etcd;

  @Mixin private IssuerOffice issuer;

  @Mixin private OutputOption output;

  /// What was done, for programs.
  @SuppressWarnings("MemberName") // the names of the JSON
  private record Report(
      List<String> serials,
      String crl_number,
      List<Verdict> before,
      List<Verdict> after,
      String open_connections) {
    String text() {
      var text = new StringBuilder();
      serials.forEach(serial -> text.append("revoked ").append(serial).append('\n'));
      text.append("the list has number ").append(crl_number).append('\n');
      for (Verdict one : after) {
        text.append(one.etcd()).append(' ').append(one.answer()).append(" it");
        text.append(one.why().isEmpty() ? "\n" : ": " + one.why() + "\n");
      }
      return text.append(open_connections).toString();
    }

    boolean isProved() {
      return after.stream().noneMatch(Verdict::accepts);
    }
  }

  @Override
  public Integer call() throws Exception {
    List<Verdict> before = shown();
    RevokeResponse done = issuer.ask(stub -> stub.revoke(request()));
    var report =
        new Report(
            done.getSerialsList(),
            done.getCrlNumber(),
            before,
            shown(),
            "connections that are open live on: start their client anew, or etcd");
    output.print(report, report::text);
    return report.isProved() ? ExitCode.OK : ExitCode.VIOLATION;
  }

  private RevokeRequest request() {
    var request = RevokeRequest.newBuilder().setReason(reason).setUnknown(unknown);
    if (which.serial != null) {
      request.setSerial(which.serial);
    }
    if (which.subject != null) {
      request.setSubject(which.subject);
    }
    return request.build();
  }

  private List<Verdict> shown() throws RefusedException {
    if (verify == null) {
      return List.of();
    }
    RevocationProof proof = etcd.proof();
    try {
      return proof.ask(verify);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          String.valueOf(e.getMessage()), "name the bundle that keelson cert keep wrote");
    }
  }
}
