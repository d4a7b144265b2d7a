package dev.keelson.ledger;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A deed in the queue, and who waits for it.
record Pending(Stamped deed, Optional<CompletableFuture<Void>> done) {
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
