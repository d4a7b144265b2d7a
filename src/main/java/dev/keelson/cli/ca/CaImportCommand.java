package dev.keelson.cli.ca;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.issuer.Authority;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.AuthorityLint;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keelson ca import`.
@Command(
    name = "import",
    description = {
      "Takes the issuing certificate that an offline root has signed for the request of keelson ca"
          + " init --root offline, or of rotate. No key is imported, ever: the certificate has to be"
          + " that of the key in the token.",
      "Refused is one that could do more than certify clients, and one that another root has signed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson ca import --config keelson.yaml --root root.pem issuing.pem")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CaImportCommand implements Callable<Integer> {
  @Mixin private CaOptions options;

  @Mixin private OutputOption output;

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "the root's certificate; once known, it need not be told again")
  private @Nullable Path root;

  @Parameters(
      paramLabel = "ISSUING",
      description = "the certificate in PEM, and after it what leads to the root, if anything")
  private Path issuing;

  private record Imported(int generation, String issuing, String root) {}

  @Override
  public Integer call() throws Exception {
    KeelsonConfig config = options.read();
    var files = CaOptions.files(config);
    var authority = authority(files);
    int generation = waiting(files);
    try (var token = options.token(config)) {
      take(authority, generation, token);
    }
    output.print(
        new Imported(generation, files.issuing(generation).toString(), files.root().toString()),
        () -> "issuing certificate " + generation + ": " + files.issuing(generation));
    return ExitCode.OK;
  }

  private static void take(Authority authority, int generation, CaToken token) throws Exception {
    KeelsonConfig config = token.config();
    var files = CaOptions.files(config);
    try (var admin = token.login()) {
      // its key signs, or it throws
      admin.sign(authority.publicKey(), "import".getBytes(StandardCharsets.US_ASCII));
      admin.keep(authority.issuing(), "keelson-ca/" + generation);
    }
    record(config, authority.issuing());
    AuthorityFiles.write(files.root(), List.of(authority.root()));
    AuthorityFiles.write(files.issuing(generation), authority.chain());
    Files.delete(files.request(generation));
    new FirstCrl(token).publish();
  }

  private static void record(KeelsonConfig config, X509Certificate one) throws Exception {
    AdminLedger.record(
        config,
        DeedKind.ADOPT,
        "",
        Details.NONE
            .with(Detail.SUBJECT, one.getSubjectX500Principal().getName())
            .with(Detail.SERIAL, one.getSerialNumber().toString(16))
            .with(Detail.NOT_AFTER, one.getNotAfter().toInstant().toString()));
  }

  private Authority authority(AuthorityFiles files) throws RefusedException {
    try {
      X509Certificate top = root(files);
      var authority = new Authority(AuthorityFiles.certificates(issuing), top);
      List<String> faults = AuthorityLint.faults(authority);
      if (!faults.isEmpty()) {
        throw new RefusedException(
            issuing + " is not fit to issue: " + String.join("; ", faults),
            "have the root copy the extensions of the request; with openssl ca: copy_extensions ="
                + " copyall");
      }
      return authority;
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedException(
          "the certificate is not taken: " + e.getMessage(),
          "name the PEM file that your root wrote, and with --root its own certificate");
    }
  }

  /// One that is known stays: etcd trusts it.
  private X509Certificate root(AuthorityFiles files) throws IOException, RefusedException {
    X509Certificate known =
        Files.exists(files.root()) ? AuthorityFiles.certificates(files.root()).getFirst() : null;
    X509Certificate told = root == null ? known : AuthorityFiles.certificates(root).getFirst();
    if (told == null) {
      throw new RefusedException("the root is not known yet", "name it: --root FILE");
    }
    if (known != null && !known.equals(told)) {
      throw new RefusedException(
          "another root is in use: " + files.root(),
          "have that one sign; a change of the root needs etcd to trust both, and to be restarted");
    }
    return told;
  }

  private static int waiting(AuthorityFiles files) throws RefusedException {
    int generation = 1;
    while (Files.exists(files.issuing(generation))) {
      generation++;
    }
    if (!Files.exists(files.request(generation))) {
      throw new RefusedException(
          "no request is waiting in " + files.dir(),
          "make one: keelson ca init --config FILE --root offline; or rotate");
    }
    return generation;
  }
}
