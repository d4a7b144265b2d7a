package dev.keelson.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A deed in the queue, and who waits for it.
record Pending(Stamped deed, Optional<CompletableFuture<Void>> done) {
  /// No deed: it wakes who waits for one.
  static final Pending NOTHING =
      new Pending(
          new Stamped(Instant.MIN, Deed.of(DeedKind.STOP, Details.NONE), 1), Optional.empty());

  static Pending awaited(Stamped deed) {
    return new Pending(deed, Optional.of(new CompletableFuture<>()));
  }

  void written() {
    done.ifPresent(waiting -> waiting.complete(null));
  }

  void failed(Throwable why) {
    done.ifPresent(waiting -> waiting.completeExceptionally(why));
  }
}
