package dev.keelson.cli.probe;

import dev.keelson.cli.probe.TwistedPlugin.Honest;
import io.grpc.StatusException;
import java.time.Duration;

/// Answers rightly, but later than the tests' timeout.
final class Slow {
  static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final Duration PAUSE = Duration.ofMillis(700);

  private Slow() {}

  static <Q, A> A answer(Honest<Q, A> honest, Q request) throws StatusException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return honest.answer(request);
  }
}
