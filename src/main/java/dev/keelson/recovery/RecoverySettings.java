package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Who gets a recovery copy of every seed.
///
/// @param recipients each once; what all copies add to a response fits KMS v2
public record RecoverySettings(List<Recipient> recipients) {
  public static final RecoverySettings NONE = new RecoverySettings(List.of());

  /// Of all annotations, names and values (k8s.io/apiserver kmsv2 `envelope.go`,
  /// `annotationsMaxSize`): one byte more and the API server throws the seed away.
  static final int MAX_ANNOTATION_BYTES = 32 * 1024;

  public RecoverySettings {
    recipients = List.copyOf(recipients);
    Set<String> names = new HashSet<>();
    for (Recipient one : recipients) {
      if (!names.add(one.fingerprint())) {
        throw new IllegalArgumentException("two recipients with one key, " + one);
      }
    }
    int bytes = recipients.stream().mapToInt(RecoverySettings::bytes).sum();
    if (bytes > MAX_ANNOTATION_BYTES) {
      throw new IllegalArgumentException(
          "copies for "
              + recipients.size()
              + " recipients have "
              + bytes
              + " bytes, and KMS v2 carries "
              + MAX_ANNOTATION_BYTES);
    }
  }

  private static int bytes(Recipient one) {
    return one.annotation().getBytes(US_ASCII).length
        + RecoveryCopy.FIXED_BYTES
        + one.ciphertextBytes();
  }
}
