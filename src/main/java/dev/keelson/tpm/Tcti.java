package dev.keelson.tpm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// A way to a TPM: `Tss2_TctiLdr_Initialize` of tpm2-tss, and the functions of the
/// `TSS2_TCTI_CONTEXT` that it makes (TCG TSS 2.0 TCTI API, §3.2): magic, version, then pointers to
/// transmit, receive and others.
@SuppressWarnings("restricted") // downcallHandle, reinterpret, libraryLookup: the library's own
final class Tcti {
  private static final String LIBRARY = "libtss2-tctildr.so.0";
  private static final long CONTEXT_BYTES = 64;
  private static final long TRANSMIT = 16;
  private static final long RECEIVE = 24;

  /// `TSS2_TCTI_TIMEOUT_BLOCK`: what the caller watches is the whole login.
  private static final int BLOCK = -1;

  private final SymbolLookup library;

  private Tcti(SymbolLookup library) {
    this.library = library;
  }

  /// Empty where tpm2-tss is not installed.
  static Optional<Tcti> load() {
    try {
      return Optional.of(new Tcti(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Sends one command on a connection of its own.
  ///
  /// @param name as in `TPM2_PKCS11_TCTI`, such as `device:/dev/tpmrm0`
  /// @return empty when the TPM is not reached or does not answer
  Optional<byte[]> ask(String name, byte[] command) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment place = arena.allocate(ADDRESS);
      if (run("Tss2_TctiLdr_Initialize", arena.allocateFrom(name), place) != 0) {
        return Optional.empty();
      }
      try {
        MemorySegment context = place.get(ADDRESS, 0).reinterpret(CONTEXT_BYTES);
        return transmitted(arena, context, command) ? received(arena, context) : Optional.empty();
      } finally {
        finish(place);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }

  private int run(String function, MemorySegment name, MemorySegment place) throws Throwable {
    return (int)
        handle(library.findOrThrow(function), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
            .invokeExact(name, place);
  }

  private void finish(MemorySegment place) throws Throwable {
    handle(library.findOrThrow("Tss2_TctiLdr_Finalize"), FunctionDescriptor.ofVoid(ADDRESS))
        .invokeExact(place);
  }

  private static boolean transmitted(Arena arena, MemorySegment context, byte[] command)
      throws Throwable {
    MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, command);
    return (int)
            of(context, TRANSMIT, JAVA_LONG, ADDRESS)
                .invokeExact(context, (long) command.length, bytes)
        == 0;
  }

  private static Optional<byte[]> received(Arena arena, MemorySegment context) throws Throwable {
    MemorySegment size = arena.allocateFrom(JAVA_LONG, TpmProperties.MAX_ANSWER_BYTES);
    MemorySegment answer = arena.allocate(TpmProperties.MAX_ANSWER_BYTES);
    int failed =
        (int)
            of(context, RECEIVE, ADDRESS, ADDRESS, JAVA_INT)
                .invokeExact(context, size, answer, BLOCK);
    long length = size.get(JAVA_LONG, 0);
    return failed != 0 || length < 0 || length > TpmProperties.MAX_ANSWER_BYTES
        ? Optional.empty()
        : Optional.of(answer.asSlice(0, length).toArray(JAVA_BYTE));
  }

  /// A function of the context, whose first argument the context is.
  private static MethodHandle of(MemorySegment context, long offset, MemoryLayout... others) {
    return handle(
        context.get(ADDRESS, offset),
        FunctionDescriptor.of(JAVA_INT, others).insertArgumentLayouts(0, ADDRESS));
  }

  private static MethodHandle handle(MemorySegment function, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(function, descriptor);
  }
}
