package dev.keelson.cli.probe;

import dev.keelson.kms.v2.StatusResponse;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Plugins whose Status breaks a rule.
final class StatusFaults {
  private StatusFaults() {}

  static Stream<Fault> all() {
    return Stream.of(answers(), keyIds(), changes()).flatMap(faults -> faults);
  }

  private static Stream<Fault> answers() {
    return Stream.of(
        Fault.of("healthz is OK", saying(s -> s.setHealthz("OK")), "'OK'", Rule.STATUS_HEALTHZ),
        Fault.of(
            "healthz steers the terminal",
            saying(s -> s.setHealthz("\u001b[2J")),
            "'?[2J'",
            Rule.STATUS_HEALTHZ),
        Fault.of("version is 1", saying(s -> s.setVersion("1")), "'1'", Rule.STATUS_VERSION),
        Fault.of(
            "Status takes too long",
            new TwistedPlugin().status((request, honest) -> Slow.answer(honest, request)),
            "Status failed with DEADLINE_EXCEEDED: no answer within 400 ms",
            Rule.STATUS_ANSWERS),
        Fault.of("Status fails", failing(), "UNAVAILABLE: token gone", Rule.STATUS_ANSWERS));
  }

  private static Stream<Fault> keyIds() {
    return Stream.of(
        Fault.of(
            "key_id is empty",
            saying(s -> s.setKeyId("")),
            "0 bytes",
            Rule.STATUS_KEY_ID,
            Rule.ENCRYPT_KEY_ID),
        Fault.of(
            "key_id is too long",
            saying(s -> s.setKeyId("k".repeat(1025))),
            "1025 bytes",
            Rule.STATUS_KEY_ID,
            Rule.ENCRYPT_KEY_ID),
        Fault.of(
            "key_id is not that of Encrypt",
            saying(s -> s.setKeyId("b")),
            "Encrypt says 'test-1', Status said 'b'",
            Rule.ENCRYPT_KEY_ID));
  }

  private static Stream<Fault> changes() {
    return Stream.of(
        Fault.of(
            "version changes",
            changing(s -> s.setVersion("v2beta1")),
            "version was 'v2', then 'v2beta1'",
            Rule.STATUS_STABLE),
        Fault.of(
            "key_id changes",
            changing(s -> s.setKeyId("test-2")),
            "key_id was 'test-1', then 'test-2'",
            Rule.STATUS_STABLE),
        Fault.of(
            "a bad ciphertext spoils healthz",
            spoilt(),
            "healthz is 'broken'",
            Rule.STATUS_AFTER_REFUSAL));
  }

  private static TwistedPlugin saying(Consumer<StatusResponse.Builder> change) {
    return new TwistedPlugin()
        .status((request, honest) -> {
          var answer = honest.answer(request).toBuilder();
          change.accept(answer);
          return answer.build();
        });
  }

  private static TwistedPlugin failing() {
    return new TwistedPlugin()
        .status((_, _) -> {
          throw Status.UNAVAILABLE.withDescription("token gone").asException();
        });
  }

  /// Once only, in the fifth answer, after Encrypt: a flicker that must not escape.
  private static TwistedPlugin changing(Consumer<StatusResponse.Builder> change) {
    var calls = new AtomicInteger();
    return new TwistedPlugin()
        .status((request, honest) -> {
          var answer = honest.answer(request).toBuilder();
          if (calls.incrementAndGet() == 5) {
            change.accept(answer);
          }
          return answer.build();
        });
  }

  private static TwistedPlugin spoilt() {
    var spoilt = new AtomicBoolean();
    return new TwistedPlugin()
        .status((request, honest) ->
            spoilt.get()
                ? honest.answer(request).toBuilder().setHealthz("broken").build()
                : honest.answer(request))
        .decrypt((request, honest) -> {
          spoilt.set(true);
          var opened = honest.answer(request);
          spoilt.set(false);
          return opened;
        });
  }
}
