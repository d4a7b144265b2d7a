package dev.keelson.cli.kek;

import dev.keelson.kek.KekId;
import dev.keelson.token.KekProof;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `keelson kek verify` says of one generation; the component names are the JSON's.
///
/// @param key_id or the label of a key that may not be served
/// @param fault why it does not seal and open; null when it does
/// @param fingerprint `same`, `different` or `absent` from the key
/// @param against `same`, `not there` or `not here`; null when nothing was given to compare with
@SuppressWarnings("MemberName") // the names of the JSON
record KekVerdict(
    String key_id,
    boolean good,
    @Nullable String fault,
    @Nullable String fingerprint,
    @Nullable String against) {
  static KekVerdict of(KekProof proof, @Nullable KekRecord before) {
    String name =
        proof.entry().id().map(KekId::toString).orElseGet(() -> proof.entry().label().toString());
    boolean known = before == null || before.keyIds().contains(name);
    return new KekVerdict(
        name,
        proof.good() && known,
        proof.fault().orElse(null),
        proof.written().name().toLowerCase(Locale.ROOT),
        before == null ? null : known ? "same" : "not there");
  }

  /// A generation that the token should have.
  static KekVerdict missing(String keyId) {
    return new KekVerdict(keyId, false, null, null, "not here");
  }

  List<String> cells() {
    return List.of(
        key_id,
        fault != null ? fault : fingerprint == null ? "" : "yes",
        fingerprint == null ? "" : fingerprint,
        against == null ? "" : against);
  }
}
