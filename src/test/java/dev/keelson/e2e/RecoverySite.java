package dev.keelson.e2e;

import dev.keelson.recovery.ApiServerValue;
import dev.keelson.recovery.Recipient;
import dev.keelson.recovery.RecoveryKeys;
import dev.keelson.token.SoftHsm;
import dev.keelson.token.SoftHsmTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The recipient's token, a SoftHSM of its own with the key `recovery`, made as the manual makes
/// it.
record RecoverySite(Path dir, SoftHsm hsm) {
  static final String LABEL = "recovery";

  static RecoverySite in(Path dir) throws Exception {
    Files.createDirectories(dir);
    var hsm = SoftHsm.in(dir).withToken("safe", Instant.EPOCH);
    var site = new RecoverySite(dir, hsm);
    Files.writeString(dir.resolve("pin"), SoftHsm.PIN);
    Files.writeString(
        site.config(),
        String.join(
            "\n",
            "state-dir: " + dir.resolve("state"),
            "module:",
            "  path: " + SoftHsm.LIBRARY,
            "  environment:",
            "    SOFTHSM2_CONF: " + hsm.conf(),
            "token:",
            "  label: safe",
            "  pin-file: " + dir.resolve("pin"),
            ""));
    Files.setPosixFilePermissions(dir.resolve("pin"), PosixFilePermissions.fromString("r--------"));
    site.make(LABEL);
    return site;
  }

  /// The public half of a new pair.
  Path make(String label) throws Exception {
    var tools = new SoftHsmTools(hsm);
    tools.pkcs11Tool(
        "safe", "--keypairgen", "--key-type", "rsa:3072", "--label", label, "--usage-decrypt");
    Path der = dir.resolve(label + ".der");
    tools.pkcs11Tool(
        "safe", "--read-object", "--type", "pubkey", "--label", label, "-o", der.toString());
    new RecoveryKeys(dir).openssl("pkey -pubin -inform DER -in " + der + " -out " + pem(label));
    return pem(label);
  }

  Path pem(String label) {
    return dir.resolve(label + ".pem");
  }

  Recipient recipient() {
    return Recipient.read(pem(LABEL));
  }

  Path config() {
    return dir.resolve("safe.yaml");
  }

  /// For a daemon's configuration.
  String yaml() {
    return "recovery:\n  recipients:\n    - " + pem(LABEL) + "\n";
  }

  Path dump(Map<String, byte[]> values) throws Exception {
    return Files.writeString(dir.resolve("values.json"), ApiServerValue.dump(values));
  }

  /// `keelson recover`.
  KeelsonProcess recover(Path dump, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("recover", "--from", dump.toString()));
    arguments.addAll(List.of("--recipient-config", config().toString()));
    arguments.addAll(List.of("--reason", "a rehearsal"));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--recipient-key")) {
      arguments.addAll(List.of("--recipient-key", LABEL));
    }
    return KeelsonProcess.start(List.of(), List.of(), arguments.toArray(String[]::new));
  }

  /// The ledger of the recipient's use, as it stands.
  List<String> deeds() throws Exception {
    Path ledger = dir.resolve("state").resolve("ledger");
    List<String> deeds = new ArrayList<>();
    if (Files.exists(ledger)) {
      try (var files = Files.list(ledger)) {
        for (Path one : files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
          deeds.addAll(Files.readAllLines(one));
        }
      }
    }
    return deeds;
  }
}
