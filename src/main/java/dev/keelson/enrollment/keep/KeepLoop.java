package dev.keelson.enrollment.keep;

import java.time.Instant;
import java.util.function.Consumer;

/// Looks again and again, until its thread is interrupted.
public final class KeepLoop {
  private final Keeper keeper;
  private final Pause pause;
  private final Consumer<Look> listener;

  /// How time passes between two looks.
  @FunctionalInterface
  public interface Pause {
    /// Returns at this time of the wall clock, or before.
    void until(Instant time) throws InterruptedException;
  }

  /// @param listener hears of each look
  public KeepLoop(Keeper keeper, Pause pause, Consumer<Look> listener) {
    this.keeper = keeper;
    this.pause = pause;
    this.listener = listener;
  }

  /// Never returns but by the interrupt.
  public void run() throws InterruptedException {
    while (true) {
      Look look = keeper.look();
      listener.accept(look);
      pause.until(look.again());
    }
  }
}
