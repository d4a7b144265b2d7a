package dev.keelson.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/// What the kernel knows of its clock (adjtimex(2)).
public final class KernelClock {
  /// `struct timex` on 64-bit Linux; its first field, `modes`, is 0 for a mere look.
  private static final long TIMEX_BYTES = 208;

  /// The state of a clock that no NTP or PTP daemon keeps.
  private static final int TIME_ERROR = 5;

  private KernelClock() {}

  /// Whether somebody keeps the clock.
  public enum State {
    SYNCHRONISED,
    FREE,
    /// Not to be had here, as in some containers.
    UNKNOWN
  }

  /// Asks the kernel; changes nothing.
  @SuppressWarnings("restricted") // downcallHandle: adjtimex(2)
  public static State state() {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      var adjtimex =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("adjtimex"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS));
      int state = (int) adjtimex.invokeExact(arena.allocate(TIMEX_BYTES, 8));
      if (state < 0) {
        return State.UNKNOWN;
      }
      return state == TIME_ERROR ? State.FREE : State.SYNCHRONISED;
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }
}
