package dev.keelson.cli.ca;

import dev.keelson.cli.OutputOption;
import dev.keelson.issuer.KeyKind;

/// One generation of the authority, from its key to the list of the revoked, and what is told of
/// it.
record Generation(CaToken token, Ceremony ceremony, OutputOption output) {
  /// What `keelson ca init` and `rotate` print for programs.
  private record Made(int generation, String issuing, String root, String request) {}

  void make(int number, KeyKind kind, RootChoice root) throws Exception {
    var files = ceremony.files();
    if (root.isOffline()) {
      var request = ceremony.request(number, kind).toString();
      output.print(
          new Made(number, "", "", request),
          () ->
              request
                  + " is to be signed by your root. Copy its extensions; then:\n  keelson ca import"
                  + " --config FILE --root root.pem issuing.pem");
      return;
    }
    ceremony.issue(number, kind, root.token(token));
    new FirstCrl(token).publish();
    output.print(
        new Made(number, files.issuing(number).toString(), files.root().toString(), ""),
        () ->
            "issuing certificate "
                + number
                + ": "
                + files.issuing(number)
                + "\nroot, for etcd's --trusted-ca-file: "
                + files.root());
  }
}
