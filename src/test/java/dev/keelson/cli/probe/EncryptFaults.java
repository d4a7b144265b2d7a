package dev.keelson.cli.probe;

import com.google.protobuf.ByteString;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Plugins whose Encrypt breaks a rule.
final class EncryptFaults {
  private static final int HONEST_BYTES = 12 + 32 + 16;

  private EncryptFaults() {}

  static Stream<Fault> all() {
    return Stream.of(failures(), ciphertexts(), annotations()).flatMap(faults -> faults);
  }

  private static Stream<Fault> failures() {
    return Stream.of(
        Fault.of(
            "Encrypt fails, and tells the seed",
            telltale(),
            "Encrypt failed with INTERNAL; the plugin's log may say why, under uid ",
            Rule.ENCRYPT_ANSWERS),
        Fault.of(
            "Encrypt takes too long",
            new TwistedPlugin().encrypt((request, honest) -> Slow.answer(honest, request)),
            "Encrypt failed with DEADLINE_EXCEEDED: no answer within 400 ms",
            Rule.ENCRYPT_ANSWERS));
  }

  private static Stream<Fault> ciphertexts() {
    return Stream.of(
        Fault.of(
            "ciphertext is empty",
            saying(EncryptResponse.Builder::clearCiphertext),
            "0 bytes",
            Rule.ENCRYPT_CIPHERTEXT,
            Rule.ENCRYPT_DISTINCT,
            Rule.DECRYPT_ROUND_TRIP,
            Rule.DECRYPT_AFTER_REFUSAL,
            Rule.LOAD),
        Fault.of(
            "ciphertext is too long",
            padded(1025),
            "1025 bytes",
            Rule.ENCRYPT_CIPHERTEXT,
            Rule.LOAD),
        Fault.of(
            "ciphertext is always the same",
            monotone(),
            "two different seeds gave the same ciphertext",
            Rule.ENCRYPT_DISTINCT,
            Rule.LOAD));
  }

  private static Stream<Fault> annotations() {
    return Stream.of(
        annotated("annotation key is in upper case", "A.example", 1, "'A.example'"),
        annotated("annotation key has a slash", "kms.example.io/id", 1, "'kms.example.io/id'"),
        annotated("annotations are too long", "a.example", 32_768, "more than 32768"));
  }

  private static Fault annotated(String name, String key, int length, String seen) {
    var plugin = saying(e -> e.putAnnotations(key, ByteString.copyFrom(new byte[length])));
    return Fault.of(name, plugin, seen, Rule.ENCRYPT_ANNOTATIONS, Rule.LOAD);
  }

  private static TwistedPlugin saying(Consumer<EncryptResponse.Builder> change) {
    return new TwistedPlugin()
        .encrypt((request, honest) -> {
          var answer = honest.answer(request).toBuilder();
          change.accept(answer);
          return answer.build();
        });
  }

  private static TwistedPlugin telltale() {
    return new TwistedPlugin()
        .encrypt((request, _) -> {
          throw Status.INTERNAL.withDescription("seed " + request).asException();
        });
  }

  private static TwistedPlugin monotone() {
    var answers = new ConcurrentHashMap<String, EncryptResponse>();
    return new TwistedPlugin()
        .encrypt((request, honest) -> {
          var fresh = honest.answer(request);
          return answers.computeIfAbsent("the only one", _ -> fresh);
        });
  }

  /// Zeroes at the end, which Decrypt insists on.
  private static TwistedPlugin padded(int length) {
    var padding = ByteString.copyFrom(new byte[length - HONEST_BYTES]);
    return saying(e -> e.setCiphertext(e.getCiphertext().concat(padding)))
        .decrypt((request, honest) -> {
          var sealed = request.getCiphertext();
          if (!sealed.endsWith(padding)) {
            throw Status.INVALID_ARGUMENT.asException();
          }
          var cut = sealed.substring(0, HONEST_BYTES);
          return honest.answer(request.toBuilder().setCiphertext(cut).build());
        });
  }
}
