package dev.keelson.cli.kek;

import dev.keelson.cli.TextTable;
import dev.keelson.kek.KekId;
import dev.keelson.token.KekEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A generation as `keelson kek` prints it; the component names are the JSON's.
///
/// @param key_id_hash as kube-apiserver's metrics name the key_id; empty, like the key_id, for a
///   key that may not be served
@SuppressWarnings("MemberName") // the names of the JSON
record KekRow(
    String key_id,
    int generation,
    String state,
    String activation,
    String key_id_hash,
    String label,
    List<String> faults) {
  private static final List<String> HEAD = List.of("KEY_ID", "STATE", "ACTIVATION", "FAULTS");

  static KekRow of(KekEntry entry) {
    return new KekRow(
        entry.id().map(KekId::toString).orElse(""),
        entry.label().generation(),
        entry.id().isPresent() ? entry.state().toString() : "unfit",
        entry.label().activation().toString(),
        entry.id().map(id -> sha256(id.toString())).orElse(""),
        entry.label().toString(),
        entry.faults());
  }

  static TextTable table(List<KekRow> rows) {
    return new TextTable(HEAD, rows.stream().map(KekRow::cells).toList());
  }

  private List<String> cells() {
    return List.of(
        key_id.isEmpty() ? label : key_id,
        state,
        activation,
        faults.isEmpty() ? "none" : String.join(", ", faults));
  }

  private static String sha256(String keyId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(keyId.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
