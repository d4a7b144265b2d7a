package dev.keelson.cli.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.MechanismInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a token can do with a mechanism; the component names are the JSON's.
///
/// @param min_key_size in bits or bytes, as the mechanism has it
@SuppressWarnings("MemberName") // the names of the JSON
record MechanismRow(
    String name, String available, long min_key_size, long max_key_size, List<String> operations) {
  private static final Map<Long, String> OPERATIONS = new LinkedHashMap<>();

  static {
    OPERATIONS.put(Ck.CKF_GENERATE, "generate");
    OPERATIONS.put(Ck.CKF_GENERATE_KEY_PAIR, "generate pair");
    OPERATIONS.put(Ck.CKF_ENCRYPT, "encrypt");
    OPERATIONS.put(Ck.CKF_DECRYPT, "decrypt");
    OPERATIONS.put(Ck.CKF_DIGEST, "digest");
    OPERATIONS.put(Ck.CKF_SIGN, "sign");
    OPERATIONS.put(Ck.CKF_VERIFY, "verify");
    OPERATIONS.put(Ck.CKF_WRAP, "wrap");
    OPERATIONS.put(Ck.CKF_UNWRAP, "unwrap");
    OPERATIONS.put(Ck.CKF_DERIVE, "derive");
  }

  static MechanismRow of(KnownMechanism mechanism, @Nullable MechanismInfo info) {
    if (info == null) {
      return new MechanismRow(mechanism.name(), "no", 0, 0, List.of());
    }
    List<String> operations =
        OPERATIONS.entrySet().stream()
            .filter(one -> info.has(one.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return new MechanismRow(
        mechanism.name(), "yes", info.minKeySize(), info.maxKeySize(), operations);
  }

  List<String> cells() {
    String sizes = max_key_size > 0 ? min_key_size + " to " + max_key_size : "";
    return List.of(name, available, sizes, String.join(", ", operations));
  }
}
