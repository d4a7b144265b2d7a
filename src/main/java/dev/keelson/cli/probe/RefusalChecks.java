package dev.keelson.cli.probe;

import com.google.protobuf.ByteString;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.secret.SecretBytes;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a plugin has to refuse: the API server never asks this, an attacker with etcd may.
record RefusalChecks(PluginClient client, Findings findings, Uids uids) {

  void unknownKeyId(SealedSeed seed) {
    var forged = seed.sealed().toBuilder().setKeyId("unknown-" + uids.next()).build();
    findings.judge(Rule.DECRYPT_UNKNOWN_KEY_ID, faultOfRefusing(forged), "refused");
  }

  /// The first byte is often a version, the last an authentication tag, the middle the seed.
  void flippedBit(SealedSeed seed) {
    int length = seed.sealed().getCiphertext().size();
    if (length == 0) {
      findings.skipped(Rule.DECRYPT_FLIPPED_BIT, "there is no ciphertext to change");
      return;
    }
    Optional<String> fault =
        IntStream.of(0, length / 2, length - 1)
            .distinct()
            .mapToObj(position -> faultOfFlipping(seed.sealed(), position))
            .flatMap(Optional::stream)
            .findFirst();
    findings.judge(Rule.DECRYPT_FLIPPED_BIT, fault, "refused, in first, middle and last byte");
  }

  private Optional<String> faultOfFlipping(EncryptResponse sealed, int position) {
    byte[] bytes = sealed.getCiphertext().toByteArray();
    bytes[position] ^= 1;
    var forged = sealed.toBuilder().setCiphertext(ByteString.copyFrom(bytes)).build();
    return faultOfRefusing(forged).map(fault -> "byte " + position + " changed: " + fault);
  }

  private Optional<String> faultOfRefusing(EncryptResponse forged) {
    try (SecretBytes opened = client.decrypt(forged)) {
      return Optional.of("Decrypt answered with " + opened.length() + " bytes");
    } catch (CallFailedException e) {
      return e.isRefusal() ? Optional.empty() : Optional.of(e.what());
    }
  }
}
