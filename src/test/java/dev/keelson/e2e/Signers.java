package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The host without a network where an authority's key is.
record Signers(Path dir) {
  private static final Pattern NAME = Pattern.compile("(?m)^name (000b[0-9a-f]{64})$");

  static Signers in(Path dir) throws Exception {
    var signers = new Signers(dir);
    signers.openssl(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "%key");
    signers.openssl("pkey", "-in", "%key", "-pubout", "-out", "%pub");
    return signers;
  }

  Path key() {
    return dir.resolve("authority.pem");
  }

  Path authority() {
    return dir.resolve("authority.pub");
  }

  void openssl(String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "openssl";
    for (int i = 0; i < words.length; i++) {
      command[i + 1] =
          words[i].replace("%key", key().toString()).replace("%pub", authority().toString());
    }
    var openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(openssl.getInputStream().readAllBytes(), UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
  }

  /// The approval of a node, whose TPM's name is read out.
  Path approves(TpmNode node, Path out) throws Exception {
    Path parent = dir.resolve(out.getFileName() + ".parent");
    String name = name(node.does("parent", "--out", parent));
    approve(ExitCode.OK, parent, name, out);
    return out;
  }

  static String name(String output) {
    var found = NAME.matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group(1);
  }

  String approve(int exitCode, Path parent, String name, Path out, String... more)
      throws Exception {
    String[] arguments = {
      "tpm",
      "approve",
      "--keyring",
      "prod",
      "--parent",
      parent.toString(),
      "--name",
      name,
      "--authority",
      authority().toString(),
      "--authority-key",
      key().toString(),
      "--out",
      out.toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    try (var keelson = KeelsonProcess.start(all)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(exitCode);
      return keelson.output();
    }
  }
}
