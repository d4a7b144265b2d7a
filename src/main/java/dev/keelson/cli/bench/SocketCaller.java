package dev.keelson.cli.bench;

import dev.keelson.cli.probe.CallFailedException;
import dev.keelson.cli.probe.PluginClient;
import dev.keelson.cli.probe.Reply;
import dev.keelson.host.UnixChannel;
import dev.keelson.kms.v2.DecryptResponse;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.secret.SecretBytes;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// As [Caller], but without a thread: Encrypt and Decrypt of KMS v2, on the one connection that all
/// callers share, as in kube-apiserver.
final class SocketCaller implements AutoCloseable {
  private final UnixChannel channel;
  private final PluginClient client;
  private final Stock<EncryptResponse> stock;

  /// @param seeds sealed in turn; the caller's own from now on, which it closes
  SocketCaller(UnixChannel channel, PluginClient client, List<SecretBytes> seeds) {
    this.channel = channel;
    this.client = client;
    this.stock = new Stock<>(seeds);
  }

  /// As [Caller#prepared].
  boolean prepared(Tally tally) {
    try {
      if (stock.isEmpty()) {
        stock.keep(client.encrypt(stock.seed()));
      }
      return true;
    } catch (CallFailedException e) {
      tally.failed(e.code().name());
      return false;
    }
  }

  /// As [Caller#work], but returns at once.
  ///
  /// @return done when the caller is
  CompletableFuture<?> work(Rpc rpc, Pace pace, Tally tally) {
    var shift = new Shift(rpc, pace, tally, new CompletableFuture<>());
    channel.runOnLoop(shift::next, Duration.ZERO);
    return shift.over();
  }

  @Override
  public void close() {
    stock.close();
  }

  /// One slice of the caller's work. All of it runs on the connection's thread.
  private final class Shift {
    private final Rpc rpc;
    private final Pace pace;
    private final Tally tally;
    private final CompletableFuture<Void> over;

    Shift(Rpc rpc, Pace pace, Tally tally, CompletableFuture<Void> over) {
      this.rpc = rpc;
      this.pace = pace;
      this.tally = tally;
      this.over = over;
    }

    CompletableFuture<Void> over() {
      return over;
    }

    void next() {
      long start = pace.nextDue();
      if (start == Pace.OVER) {
        over.complete(null);
        return;
      }
      long left = start - System.nanoTime();
      if (left > 0) {
        channel.runOnLoop(() -> ask(start), Duration.ofNanos(left));
      } else {
        ask(start);
      }
    }

    private void ask(long start) {
      stock.advance();
      try {
        switch (rpc) {
          case ENCRYPT -> client.encrypt(stock.seed(), new Sealed(this, start));
          case DECRYPT -> {
            var known = stock.toOpen();
            client.decrypt(known.sealed(), new Opened(this, start, known.seed()));
          }
        }
      } catch (RuntimeException e) { // the run would wait for a caller that has died
        over.completeExceptionally(e);
      }
    }

    void answered(long start) {
      tally.answered(System.nanoTime() - start);
    }

    void failed(Status.Code code) {
      tally.failed(code.name());
      over.complete(null);
    }
  }

  private final class Sealed implements Reply<EncryptResponse> {
    private final Shift shift;
    private final long start;

    Sealed(Shift shift, long start) {
      this.shift = shift;
      this.start = start;
    }

    @Override
    public void answered(EncryptResponse sealed) {
      shift.answered(start);
      stock.keep(sealed);
      shift.next();
    }

    @Override
    public void failed(Status.Code code) {
      shift.failed(code);
    }
  }

  private record Opened(Shift shift, long start, SecretBytes seed)
      implements Reply<DecryptResponse> {
    @Override
    public void answered(DecryptResponse answer) {
      shift.answered(start);
      try (var opened = SecretBytes.takeOver(answer.getPlaintext().toByteArray())) {
        if (!opened.sameAs(seed)) {
          shift.tally.wrong();
        }
      }
      shift.next();
    }

    @Override
    public void failed(Status.Code code) {
      shift.failed(code);
    }
  }
}
