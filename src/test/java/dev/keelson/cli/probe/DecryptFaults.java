package dev.keelson.cli.probe;

import com.google.protobuf.ByteString;
import dev.keelson.kms.v2.DecryptRequest;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Plugins whose Decrypt breaks a rule.
final class DecryptFaults {
  private static final ByteString ZEROES = ByteString.copyFrom(new byte[32]);
  private static final ByteString ONE = ByteString.copyFrom(new byte[1]);

  private DecryptFaults() {}

  static Stream<Fault> all() {
    return Stream.concat(rightQuestions(), forgedQuestions());
  }

  private static Stream<Fault> rightQuestions() {
    return Stream.of(
        Fault.of(
            "Decrypt gives other bytes",
            new TwistedPlugin()
                .decrypt((request, honest) -> honest.answer(request).substring(1).concat(ONE)),
            "other bytes than Encrypt was given",
            Rule.DECRYPT_ROUND_TRIP,
            Rule.DECRYPT_AFTER_REFUSAL,
            Rule.LOAD),
        Fault.of(
            "Decrypt drops a byte",
            new TwistedPlugin().decrypt((request, honest) -> honest.answer(request).substring(1)),
            "other bytes than Encrypt was given",
            Rule.DECRYPT_ROUND_TRIP,
            Rule.DECRYPT_AFTER_REFUSAL,
            Rule.LOAD),
        Fault.of(
            "Decrypt never works again after a bad ciphertext",
            new TwistedPlugin().decrypt(fragile()),
            "Decrypt failed with INTERNAL",
            Rule.DECRYPT_AFTER_REFUSAL,
            Rule.LOAD));
  }

  private static Stream<Fault> forgedQuestions() {
    return Stream.of(
        Fault.of(
            "Decrypt accepts an unknown key_id",
            new TwistedPlugin().decrypt((request, honest) -> honest.answer(named(request))),
            "Decrypt answered with 32 bytes",
            Rule.DECRYPT_UNKNOWN_KEY_ID),
        Fault.of(
            "Decrypt accepts a flipped bit",
            new TwistedPlugin().decrypt(DecryptFaults::lenient),
            "byte 0 changed: Decrypt answered with 32 bytes",
            Rule.DECRYPT_FLIPPED_BIT),
        Fault.of(
            "Decrypt ignores the last byte",
            new TwistedPlugin()
                .encrypt((request, honest) -> {
                  var answer = honest.answer(request).toBuilder();
                  return answer.setCiphertext(answer.getCiphertext().concat(ONE)).build();
                })
                .decrypt((request, honest) -> honest.answer(shortened(request))),
            "byte 60 changed: Decrypt answered with 32 bytes",
            Rule.DECRYPT_FLIPPED_BIT),
        Fault.of(
            "Decrypt hangs on a bad ciphertext",
            new TwistedPlugin().decrypt(DecryptFaults::startled),
            "DEADLINE_EXCEEDED: no answer within 400 ms",
            Rule.DECRYPT_UNKNOWN_KEY_ID,
            Rule.DECRYPT_FLIPPED_BIT));
  }

  private static DecryptRequest named(DecryptRequest request) {
    return request.toBuilder().setKeyId(InMemoryPlugin.KEY_ID).build();
  }

  private static DecryptRequest shortened(DecryptRequest request) {
    var sealed = request.getCiphertext();
    return request.toBuilder().setCiphertext(sealed.substring(0, sealed.size() - 1)).build();
  }

  private static ByteString lenient(
      DecryptRequest request, TwistedPlugin.Honest<DecryptRequest, ByteString> honest)
      throws StatusException {
    try {
      return honest.answer(request);
    } catch (StatusException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw e;
      }
      return ZEROES;
    }
  }

  private static ByteString startled(
      DecryptRequest request, TwistedPlugin.Honest<DecryptRequest, ByteString> honest)
      throws StatusException {
    try {
      return honest.answer(request);
    } catch (StatusException _) {
      return Slow.answer(honest, request);
    }
  }

  private static TwistedPlugin.Twist<DecryptRequest, ByteString> fragile() {
    var broken = new AtomicBoolean();
    return (request, honest) -> {
      if (broken.get()) {
        throw Status.INTERNAL.asException();
      }
      broken.set(true);
      var opened = honest.answer(request);
      broken.set(false);
      return opened;
    };
  }
}
