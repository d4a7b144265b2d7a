package dev.keelson.token;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Holds the calls of one function inside the module until it is opened.
final class Gate {
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger entered = new AtomicInteger();

  Gate(Tap tap, String function) {
    tap.twist(
        function,
        call -> {
          entered.incrementAndGet();
          Blocks.until(open);
          return call.pass();
        });
  }

  void awaitEntered(int calls) throws InterruptedException {
    Blocks.untilTrue(() -> entered.get() == calls);
  }

  int entered() {
    return entered.get();
  }

  void open() {
    open.countDown();
  }
}
