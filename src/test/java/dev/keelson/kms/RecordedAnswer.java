package dev.keelson.kms;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// What a handler says to one caller, with no socket in between; a second answer is a failure of
/// the test that asks next.
final class RecordedAnswer<T> extends ServerCallStreamObserver<T> {
  private static final int PATIENCE_SECONDS = 30;

  /// Of all calls: a handler that answers twice does so when the test has its first answer already.
  private static final AtomicInteger ANSWERED_AGAIN = new AtomicInteger();

  private final List<T> messages = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Status> end = new LinkedBlockingQueue<>();
  private final AtomicInteger ends = new AtomicInteger();

  /// Waits for the end of the call; OK comes with one message, a refusal with none.
  Status status() throws InterruptedException {
    Status status = end.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(status).as("the answer").isNotNull();
    assertThat(ANSWERED_AGAIN).as("calls answered more than once").hasValue(0);
    assertThat(messages).hasSize(requireNonNull(status).isOk() ? 1 : 0);
    return status;
  }

  T message() {
    return messages.getFirst();
  }

  @Override
  public void onNext(T message) {
    messages.add(message);
    if (ends.get() > 0) {
      ANSWERED_AGAIN.incrementAndGet();
    }
  }

  @Override
  public void onError(Throwable why) {
    endWith(Status.fromThrowable(why));
  }

  @Override
  public void onCompleted() {
    endWith(Status.OK);
  }

  private void endWith(Status status) {
    if (ends.incrementAndGet() > 1) {
      ANSWERED_AGAIN.incrementAndGet();
    }
    end.add(status);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {
    // this caller stays
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setOnReadyHandler(Runnable handler) {
    // always ready
  }

  @Override
  public void setCompression(String compression) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setMessageCompression(boolean enable) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void disableAutoInboundFlowControl() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void disableAutoRequest() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void request(int count) {
    throw new UnsupportedOperationException();
  }
}
