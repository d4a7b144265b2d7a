package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// What the dynamic loader has against a library: which other library is missing, which version of
/// glibc. Java keeps it to itself, so the loader is asked once more.
@SuppressWarnings("restricted") // downcallHandle, withTargetLayout: dlopen(3), dlerror(3)
final class LoaderComplaint {
  /// Of dlfcn.h.
  private static final int RTLD_NOW = 2;

  private static final MemoryLayout TEXT = MemoryLayout.sequenceLayout(4096, JAVA_BYTE);

  private LoaderComplaint() {}

  /// On one line.
  static String about(Path library) {
    MethodHandle dlopen = linked("dlopen", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    MethodHandle dlerror = linked("dlerror", FunctionDescriptor.of(ADDRESS.withTargetLayout(TEXT)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(library.toString());
      var loaded = (MemorySegment) dlopen.invokeExact(name, RTLD_NOW);
      var complaint = (MemorySegment) dlerror.invokeExact();
      boolean told = loaded.address() == 0 && complaint.address() != 0;
      return told ? complaint.getString(0) : "it does not say why";
    } catch (Throwable e) {
      throw new AssertionError("a downcall throws nothing of its own", e);
    }
  }

  private static MethodHandle linked(String function, FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), shape);
  }
}
