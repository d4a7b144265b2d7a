package dev.keelson.host;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A virtual thread for each call that waits for a token, so that the code that waits is straight
/// and knows nothing of gRPC: when its caller leaves, or its deadline passes, it is interrupted.
public final class Handlers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

  /// A handler that was interrupted only has its answer to give.
  private static final Duration END = Duration.ofSeconds(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Begins to work on a call, whose answer the handler gives; returns at once.
  public void begin(StreamObserver<?> answer, Runnable handler) {
    var call = (ServerCallStreamObserver<?>) answer;
    // a FutureTask's interrupt reaches its own run and never what the thread does next
    var task = new FutureTask<>(() -> answering(answer, handler), null);
    call.setOnCancelHandler(() -> task.cancel(true));
    threads.execute(task);
  }

  private static void answering(StreamObserver<?> answer, Runnable handler) {
    try {
      handler.run();
    } catch (RuntimeException | Error e) {
      LOG.error("a handler broke", e);
      answer.onError(Status.INTERNAL.withDescription("a fault of Keelson").asRuntimeException());
    }
  }

  /// Interrupts whoever still waits, and lets them end.
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("stop result=late cause=\"a handler does not end\"");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
