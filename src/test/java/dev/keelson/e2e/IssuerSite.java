package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.KeelsonCommand;
import dev.keelson.host.Peer;
import dev.keelson.host.UnixAddress;
import dev.keelson.issuer.AuthorityFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A [Site] with an issuer and its authority. Checkpoints are off: the software TPM is without a
/// resource manager, and has room for three keys.
record IssuerSite(Site site) {
  /// One profile that lives long, and one for what renews while a test watches.
  static IssuerSite in(Path dir) throws Exception {
    return new IssuerSite(Site.in(dir));
  }

  /// With the authority made, as an operator makes it.
  static IssuerSite withAuthority(Path dir) throws Exception {
    IssuerSite site = in(dir);
    site.run("ca", "init");
    Device.underTest().reclaim(dir);
    return site;
  }

  String yaml() {
    return site.yaml()
        + String.format(
            Locale.ROOT,
            """
            ledger:
              checkpoint-interval: off
            issuer:
              socket:
                address: "%s"
              crl-file: %s
              profiles:
                - name: apiserver
                  common-name: kube-apiserver-etcd-client
                - name: fleeting
                  common-name: fleeting
                  ttl: 3s
                - name: forbidden
                  common-name: forbidden
              allow:
                - uid: %d
                  profiles: [apiserver, fleeting]
              admins: [%d]
              rate:
                per-hour: 36000
                burst: 10000
            """,
            address(),
            crl(),
            uid(),
            uid());
  }

  private static long uid() {
    return Integer.toUnsignedLong(Peer.ofThisProcess().uid());
  }

  UnixAddress address() {
    return new UnixAddress.File(site.socketDir().resolve("issuer.sock"));
  }

  Path crl() {
    return site.dir().resolve("crl.der");
  }

  Enrollee enrollee() throws Exception {
    return Enrollee.at(address());
  }

  AuthorityFiles authority() {
    return AuthorityFiles.of(site.dir().resolve("state"));
  }

  /// How a command ended, and all that it said.
  record Ended(int code, String out, String err) {}

  /// A command that ends well, in this process; what it printed.
  String run(String... command) throws Exception {
    Ended ended = ended(command);
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    return ended.out();
  }

  Ended ended(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", site.write(yaml()).toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        KeelsonCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }
}
