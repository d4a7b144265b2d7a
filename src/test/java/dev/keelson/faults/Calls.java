package dev.keelson.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// How calls of a module end, and when.
final class Calls {
  private Calls() {}

  static void assertRefused(Ckr code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CkException.class, e -> assertThat(e.is(code)).as(e.getMessage()).isTrue());
  }

  static Duration timeOf(ThrowingCallable call) {
    long start = System.nanoTime();
    try {
      call.call();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  interface Answering {
    Object answer() throws Exception;
  }

  /// On a thread of its own.
  static CompletableFuture<Object> call(Answering call) {
    var answer = new CompletableFuture<Object>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            answer.complete(call.answer());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  static void await(BooleanSupplier seen) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!seen.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      Thread.sleep(2);
    }
  }
}
