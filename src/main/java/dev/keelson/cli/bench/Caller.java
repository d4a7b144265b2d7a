package dev.keelson.cli.bench;

import dev.keelson.secret.SecretBytes;
import java.util.List;

/// Asks again and again, one call at a time. Decrypt opens what Encrypt sealed before, and
/// compares.
final class Caller<S> implements AutoCloseable {
  private final Door<S> door;
  private final Stock<S> stock;

  /// @param seeds sealed in turn; the caller's own from now on, which it closes
  Caller(Door<S> door, List<SecretBytes> seeds) {
    this.door = door;
    this.stock = new Stock<>(seeds);
  }

  /// Until the pace says that time is over, or a call fails: a failing door would be asked without
  /// end, and what fails at once would pass for fast.
  void work(Rpc rpc, Pace pace, Tally tally) {
    try {
      for (long start = pace.nextStart(); start != Pace.OVER; start = pace.nextStart()) {
        stock.advance();
        switch (rpc) {
          case ENCRYPT -> encrypt(start, tally);
          case DECRYPT -> decrypt(start, tally);
        }
      }
    } catch (CallFault e) {
      tally.failed(e.code());
    }
  }

  /// Sees to it that there is something to open, however short the slices are.
  ///
  /// @return whether there is
  boolean prepared(Tally tally) {
    try {
      if (stock.isEmpty()) {
        stock.keep(door.seal(stock.seed()));
      }
      return true;
    } catch (CallFault e) {
      tally.failed(e.code());
      return false;
    }
  }

  private void encrypt(long start, Tally tally) throws CallFault {
    S sealed = door.seal(stock.seed());
    tally.answered(System.nanoTime() - start);
    stock.keep(sealed);
  }

  private void decrypt(long start, Tally tally) throws CallFault {
    Stock.Kept<S> known = stock.toOpen();
    try (SecretBytes opened = door.open(known.sealed())) {
      tally.answered(System.nanoTime() - start);
      if (!opened.sameAs(known.seed())) {
        tally.wrong();
      }
    }
  }

  @Override
  public void close() {
    stock.close();
    door.close();
  }
}
