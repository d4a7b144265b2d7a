package dev.keelson.cli.kek;

import dev.keelson.cli.TextTable;
import dev.keelson.kek.KekId;
import dev.keelson.token.KekEntry;
import dev.keelson.token.UnfinishedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key as `keelson kek` prints it; the component names are the JSON's.
///
/// @param key_id empty, like the hash and the fingerprint, for a key that may not be served
/// @param generation null, like activation and age, for a key that is none
/// @param age_seconds since the activation; negative before it
/// @param fingerprint_of what it is made of
/// @param key_id_hash as kube-apiserver's metrics name the key_id
/// @param doubts why the key may be known outside the token
@SuppressWarnings("MemberName") // the names of the JSON
record KekRow(
    String key_id,
    @Nullable Integer generation,
    String state,
    @Nullable String activation,
    @Nullable Long age_seconds,
    String suite,
    String fingerprint,
    String fingerprint_of,
    String key_id_hash,
    String label,
    String cka_id,
    Map<String, String> attributes,
    List<String> faults,
    List<String> doubts) {
  private static final List<String> HEAD =
      List.of("KEY_ID", "STATE", "SUITE", "ACTIVATION", "AGE", "ATTRIBUTES");

  static KekRow of(KekEntry entry, Instant now) {
    Instant activation = entry.label().activation();
    return new KekRow(
        entry.id().map(KekId::toString).orElse(""),
        entry.label().generation(),
        entry.id().isPresent() ? entry.state().toString() : "unfit",
        activation.toString(),
        Duration.between(activation, now).toSeconds(),
        entry.nature().suite().toString(),
        entry.id().map(id -> id.fingerprint().toString()).orElse(""),
        entry.nature().fingerprint().toString(),
        entry.id().map(KekId::hash).orElse(""),
        entry.label().toString(),
        entry.nature().ckaId(),
        entry.nature().attributes(),
        entry.faults(),
        entry.doubts());
  }

  static KekRow of(UnfinishedKey key) {
    return new KekRow(
        "",
        null,
        "unfinished",
        null,
        null,
        "",
        "",
        "",
        "",
        key.label(),
        "",
        Map.of(),
        List.of(),
        List.of("a create or rotate was killed: no daemon looks at it"));
  }

  static TextTable table(List<KekRow> rows) {
    return new TextTable(HEAD, rows.stream().map(KekRow::cells).toList());
  }

  private List<String> cells() {
    return List.of(
        key_id.isEmpty() ? label : key_id,
        state,
        suite,
        activation == null ? "" : activation,
        age_seconds == null ? "" : new Age(Duration.ofSeconds(age_seconds)).toString(),
        remarks());
  }

  private String remarks() {
    if (!faults.isEmpty()) {
      return String.join(", ", faults);
    }
    return doubts.isEmpty() ? "never left the token" : String.join(", ", doubts);
  }
}
