package dev.keelson.cli.probe;

import dev.keelson.kms.Contract;
import dev.keelson.kms.v2.EncryptResponse;
import java.util.Optional;

/// Encrypt and Decrypt as the API server uses them.
record SealChecks(PluginClient client, Findings findings) {

  /// @param keyId what Status told just before
  SealedSeed seal(String keyId) throws CallFailedException {
    SealedSeed seed = findings.answer(Rule.ENCRYPT_ANSWERS, client::sealFresh);
    EncryptResponse answer = seed.sealed();
    findings.judge(
        Rule.ENCRYPT_CIPHERTEXT,
        Contract.faultOfCiphertext(answer.getCiphertext()),
        answer.getCiphertext().size() + " bytes");
    findings.judge(Rule.ENCRYPT_KEY_ID, faultOfKeyId(answer.getKeyId(), keyId), "that of Status");
    findings.judge(
        Rule.ENCRYPT_ANNOTATIONS,
        Contract.faultOfAnnotations(answer.getAnnotationsMap()),
        answer.getAnnotationsCount()
            + " annotations, "
            + Contract.annotationBytes(answer.getAnnotationsMap())
            + " bytes");
    return seed;
  }

  void distinct(SealedSeed first) {
    try (SealedSeed second = client.sealFresh()) {
      Optional<String> fault =
          sameBytes(first.sealed(), second.sealed())
              ? Optional.of("two different seeds gave the same ciphertext")
              : Optional.empty();
      findings.judge(Rule.ENCRYPT_DISTINCT, fault, "two seeds, two ciphertexts");
    } catch (CallFailedException e) {
      findings.failed(Rule.ENCRYPT_DISTINCT, e.what());
    }
  }

  /// Under whichever of the two decrypt rules is due.
  void opens(Rule rule, SealedSeed seed) {
    try {
      Optional<String> fault =
          seed.opensWith(client)
              ? Optional.empty()
              : Optional.of("Decrypt gave other bytes than Encrypt was given");
      findings.judge(rule, fault, "the same bytes came back");
    } catch (CallFailedException e) {
      findings.failed(rule, e.what());
    }
  }

  private static Optional<String> faultOfKeyId(String answered, String told) {
    return answered.equals(told)
        ? Optional.empty()
        : Optional.of("Encrypt says '" + answered + "', Status said '" + told + "'");
  }

  /// The contract wants the whole of ciphertext, key_id and annotations to differ.
  private static boolean sameBytes(EncryptResponse one, EncryptResponse other) {
    return one.getCiphertext().equals(other.getCiphertext())
        && one.getAnnotationsMap().equals(other.getAnnotationsMap());
  }
}
