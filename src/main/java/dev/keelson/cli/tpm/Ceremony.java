package dev.keelson.cli.tpm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cli.Child;
import dev.keelson.cli.RefusedException;
import dev.keelson.cli.ToolException;
import dev.keelson.kek.GenerationLabel;
import dev.keelson.secret.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is done with a TPM and its store, each deed by `ceremony.py` in a process of its own.
///
/// @param token the label of the token in the store
record Ceremony(TpmPlace place, String token) {
  /// Debian's own, whose libraries tpm2_ptool uses, and none that comes first in a PATH.
  private static final String PYTHON = "/usr/bin/python3";

  /// A TPM of hardware may need seconds for one RSA key.
  private static final Child.Advice TOOLS =
      new Child.Advice(
          Duration.ofMinutes(2),
          "apt-get install tpm2-tools libtpm2-pkcs11-tools",
          "see whether the TPM answers: tpm2_getrandom --hex 4");

  /// What anybody sees who may use store and TPM.
  record Seen(PublicArea parent, List<String> labels) {}

  Seen look() throws Exception {
    JsonNode seen = run("look", Map.of());
    return new Seen(
        new PublicArea(seen.get("parent").asString()),
        seen.get("labels").valueStream().map(JsonNode::asString).toList());
  }

  /// Makes a key by the template and links it under the label.
  ///
  /// @return its public area
  PublicArea create(GenerationLabel label, PublicArea template, Pin pin) throws Exception {
    var request = Map.of("label", label.toString(), "template", template.hex());
    return new PublicArea(run("create", request, pin.revealBytes()).get("public").asString());
  }

  /// Wraps a copy of a key for the TPM of the approval, which is of this authority.
  KeyFile.Blobs duplicate(GenerationLabel label, Approval approval, Authority authority, Pin pin)
      throws Exception {
    var request =
        Map.of(
            "label", label.toString(),
            "parent", approval.parent(),
            "authority", authority.area().hex(),
            "signature", Authority.tpmSignature(Hex.bytes(approval.signature())),
            "digest", Hex.of(Policy.sha256(Policy.toSign(approval.area(), approval.ring()))),
            "approved", Hex.of(Policy.duplicationTo(approval.area())),
            "reference", Hex.of(Policy.reference(approval.ring())));
    JsonNode made = run("duplicate", request, pin.revealBytes());
    return new KeyFile.Blobs(
        made.get("public").asString(),
        made.get("copy").asString(),
        made.get("seed").asString(),
        made.get("inner").asString(),
        made.get("auth").asString());
  }

  void takeIn(KeyFile key, Pin pin) throws Exception {
    var blobs = key.blobs();
    var request =
        Map.of(
            "label", key.label(),
            "public", blobs.area(),
            "copy", blobs.copy(),
            "seed", blobs.seed());
    var _ =
        run(
            "import",
            request,
            pin.revealBytes(),
            blobs.inner().getBytes(UTF_8),
            blobs.auth().getBytes(UTF_8));
  }

  private JsonNode run(String deed, Map<String, String> request, byte[]... secrets)
      throws ToolException, RefusedException, InterruptedException {
    Map<String, String> whole = new HashMap<>(request);
    whole.putAll(Map.of("do", deed, "store", place.store().path().toString(), "token", token));
    String asked = JsonMapper.shared().writeValueAsString(whole);
    var child =
        new Child(List.of(PYTHON, "-I", "-c", program(), asked), place.environment(), TOOLS);
    byte[] input = ended(secrets);
    try {
      Child.End end = child.run(input);
      if (end.exitCode() != 0) {
        throw refused(deed, end);
      }
      return JsonMapper.shared().readTree(end.output());
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }

  private RefusedException refused(String deed, Child.End end) {
    String why = end.errors().strip();
    String last = why.substring(why.lastIndexOf('\n') + 1);
    return new RefusedException(
        deed + " on '" + token + "' failed, and changed nothing: " + last,
        why.contains("tpm2_ptool")
            ? "apt-get install tpm2-tools libtpm2-pkcs11-tools"
            : "see docs/tpm.md, \"When a ceremony fails\"");
  }

  /// Each with a NUL after it.
  private static byte[] ended(byte[]... secrets) {
    int length = Arrays.stream(secrets).mapToInt(one -> one.length + 1).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] secret : secrets) {
      System.arraycopy(secret, 0, all, at, secret.length);
      at += secret.length + 1;
    }
    return all;
  }

  private static String program() {
    try (InputStream stream = Ceremony.class.getResourceAsStream("ceremony.py")) {
      if (stream == null) {
        throw new IllegalStateException("ceremony.py is not packaged");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
