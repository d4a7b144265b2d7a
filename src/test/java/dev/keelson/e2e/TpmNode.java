package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.host.UnixAddress;
import dev.keelson.token.SoftHsm;
import dev.keelson.token.SwTpm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// A node with a software TPM, a token in its store, and a configuration of keyring `prod`.
record TpmNode(Path dir, SwTpm tpm) implements AutoCloseable {
  private static final String TOKEN = "keelson";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static TpmNode in(Path dir) throws Exception {
    TpmNode node = blank(dir);
    var _ = node.tpm().withToken(TOKEN);
    node.tpm().tool("tpm2_flushcontext", "-t"); // of tpm2_ptool
    return node;
  }

  /// Without a token.
  static TpmNode blank(Path dir) throws Exception {
    Files.createDirectories(dir);
    var node = new TpmNode(dir, SwTpm.in(dir));
    node.writePin(SoftHsm.PIN);
    Files.writeString(node.config(), node.yaml());
    return node;
  }

  Path config() {
    return dir.resolve("keelson.yaml");
  }

  Path state() {
    return dir.resolve("keelson-state");
  }

  void writePin(String pin) throws Exception {
    Path file = dir.resolve("pin");
    Files.deleteIfExists(file);
    Files.writeString(file, pin + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private String yaml() {
    return String.format(
        Locale.ROOT,
        """
        profile: tpm2
        keyring: prod
        state-dir: %s
        module:
          path: %s
          environment:
            TPM2_PKCS11_STORE: %s
            TPM2_PKCS11_TCTI: "%s"
        token:
          label: keelson
          pin-file: %s
        management:
          address: off
        socket:
          address: "unix://%s"
        """,
        state(),
        SwTpm.LIBRARY,
        tpm.store(),
        tpm.tcti(),
        dir.resolve("pin"),
        dir.resolve("kms.sock"));
  }

  UnixAddress address() {
    return new UnixAddress.File(dir.resolve("kms.sock"));
  }

  /// A daemon in a process of its own, ready.
  KeelsonProcess serve() throws Exception {
    return KeelsonProcess.start("serve", "--config", config().toString()).await("ready socket=");
  }

  /// What `keelson tpm COMMAND` wrote, here, when it ended well.
  String does(String command, Object... options) throws Exception {
    return ends(ExitCode.OK, command, options);
  }

  /// What it told about why it did nothing.
  String refuses(String command, Object... options) throws Exception {
    String told = ends(ExitCode.VIOLATION, command, options);
    assertThat(told).contains("do: ");
    return told;
  }

  String ends(int exitCode, String command, Object... options) throws Exception {
    return ended(List.of(), exitCode, command, options);
  }

  String ended(List<String> before, int exitCode, String command, Object... options)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("tpm", command, "--config", config().toString()));
    for (Object option : options) {
      arguments.add(option.toString());
    }
    try (var keelson = KeelsonProcess.start(before, List.of(), arguments.toArray(String[]::new))) {
      assertThat(keelson.exitCode(PATIENCE)).as(keelson.output()).isEqualTo(exitCode);
      return keelson.output();
    }
  }

  /// Of the same input each time, by the key that a command has printed. By its CKA_ID, which is of
  /// its name: pkcs11-tool takes the first key there is when it is given a label.
  String mac(String printed) throws Exception {
    String id = Signers.name(printed).substring(4, 20);
    Path input = Files.writeString(dir.resolve("input"), "the same on every node");
    Path output = dir.resolve("mac");
    tpm.tool(
        "pkcs11-tool",
        "--module",
        SwTpm.LIBRARY.toString(),
        "--token-label",
        TOKEN,
        "--login",
        "--pin",
        SoftHsm.PIN,
        "--sign",
        "-m",
        "SHA256-HMAC",
        "--id",
        HexFormat.of().formatHex(id.getBytes(US_ASCII)),
        "-i",
        input.toString(),
        "-o",
        output.toString());
    return HexFormat.of().formatHex(Files.readAllBytes(output));
  }

  /// Objects and sessions that somebody left in the TPM.
  String leftovers() throws Exception {
    return tpm.tool("tpm2_getcap", "handles-transient")
        + tpm.tool("tpm2_getcap", "handles-loaded-session")
        + tpm.tool("tpm2_getcap", "handles-saved-session");
  }

  @Override
  public void close() {
    tpm.close();
  }
}
