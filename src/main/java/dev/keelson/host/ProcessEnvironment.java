package dev.keelson.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.Map;

/// The environment that native code of this process reads; `System.getenv` does not see it.
public final class ProcessEnvironment {
  private ProcessEnvironment() {}

  /// Sets variables for libraries that are loaded later (setenv(3)). For the start of a process,
  /// before other threads run native code: the C library does not guard the environment.
  public static void set(Map<String, String> variables) {
    variables.forEach(ProcessEnvironment::set);
  }

  @SuppressWarnings("restricted") // downcallHandle: setenv(3)
  private static void set(String name, String value) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      var setenv =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setenv"),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
      int result = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (result != 0) {
        throw new IllegalArgumentException("'" + name + "' cannot name an environment variable");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("setenv(3) throws nothing", e);
    }
  }
}
