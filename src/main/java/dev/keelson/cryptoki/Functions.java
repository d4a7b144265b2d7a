package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The module's `CK_FUNCTION_LIST`: one Java method for each shape of C arguments, named after it
/// (`n` a `CK_ULONG`, `b` a `CK_BBOOL`, `p` a pointer), returning the raw `CK_RV`.
///
/// A shape is linked once for all functions that have it: linking is what costs at start-up.
@SuppressWarnings("restricted") // downcallHandle, reinterpret: the fence round native code
final class Functions {
  /// `CK_VERSION`, two bytes, is padded to a pointer's alignment.
  private static final long FIRST_POINTER = ADDRESS.byteSize();

  private static final long LIST_BYTES = FIRST_POINTER + 68 * ADDRESS.byteSize();

  private static final MethodHandle P = shape(ADDRESS);
  private static final MethodHandle N = shape(JAVA_LONG);
  private static final MethodHandle NN = shape(JAVA_LONG, JAVA_LONG);
  private static final MethodHandle NP = shape(JAVA_LONG, ADDRESS);
  private static final MethodHandle BPP = shape(JAVA_BYTE, ADDRESS, ADDRESS);
  private static final MethodHandle NPN = shape(JAVA_LONG, ADDRESS, JAVA_LONG);
  private static final MethodHandle NPNP = shape(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
  private static final MethodHandle NNPN = shape(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
  private static final MethodHandle NNPPP = shape(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle NPNPP = shape(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle NPPNP = shape(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  /// Shapes of functions that only administration calls: not linked before one is.
  private static final class Rare {
    static final MethodHandle NPP = shape(JAVA_LONG, ADDRESS, ADDRESS);
    static final MethodHandle NNP = shape(JAVA_LONG, JAVA_LONG, ADDRESS);
    static final MethodHandle NPNPN = shape(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    static final MethodHandle NPPNPNPP =
        shape(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  }

  private final MemorySegment list;

  private Functions(MemorySegment list) {
    this.list = list;
  }

  /// Links the shapes of functions: that it is called is enough.
  static void prepare() {}

  /// Loads the library for the life of the process: vendors' threads do not survive an unload.
  ///
  /// @throws UnloadableModuleException when it is not a loadable PKCS#11 library
  static Functions load(Path library) throws UnloadableModuleException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment getFunctionList =
          SymbolLookup.libraryLookup(library, Arena.global())
              .find("C_GetFunctionList")
              .orElseThrow(() ->
                  new UnloadableModuleException(library, "it has no C_GetFunctionList", null));
      MemorySegment pointer = arena.allocate(ADDRESS);
      long rv = (long) P.invokeExact(getFunctionList, pointer);
      if (rv != Ckr.CKR_OK.code()) {
        throw new UnloadableModuleException(
            library, "C_GetFunctionList returned " + Ckr.name(rv), null);
      }
      return new Functions(pointer.get(ADDRESS, 0).reinterpret(LIST_BYTES));
    } catch (IllegalArgumentException e) {
      throw new UnloadableModuleException(
          library, "the loader refuses it: " + LoaderComplaint.about(library), e);
    } catch (UnloadableModuleException e) {
      throw e;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long p(Fn fn, MemorySegment a) {
    try {
      return (long) P.invokeExact(address(fn), a);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long n(Fn fn, long a) {
    try {
      return (long) N.invokeExact(address(fn), a);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long nn(Fn fn, long a, long b) {
    try {
      return (long) NN.invokeExact(address(fn), a, b);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long np(Fn fn, long a, MemorySegment b) {
    try {
      return (long) NP.invokeExact(address(fn), a, b);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long bpp(Fn fn, byte a, MemorySegment b, MemorySegment c) {
    try {
      return (long) BPP.invokeExact(address(fn), a, b, c);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long npp(Fn fn, long a, MemorySegment b, MemorySegment c) {
    try {
      return (long) Rare.NPP.invokeExact(address(fn), a, b, c);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long nnp(Fn fn, long a, long b, MemorySegment c) {
    try {
      return (long) Rare.NNP.invokeExact(address(fn), a, b, c);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long npn(Fn fn, long a, MemorySegment b, long c) {
    try {
      return (long) NPN.invokeExact(address(fn), a, b, c);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long npnp(Fn fn, long a, MemorySegment b, long c, MemorySegment d) {
    try {
      return (long) NPNP.invokeExact(address(fn), a, b, c, d);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long nnpn(Fn fn, long a, long b, MemorySegment c, long d) {
    try {
      return (long) NNPN.invokeExact(address(fn), a, b, c, d);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  long nnppp(Fn fn, long a, long b, MemorySegment c, MemorySegment d, MemorySegment e) {
    try {
      return (long) NNPPP.invokeExact(address(fn), a, b, c, d, e);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long npnpn(Fn fn, long a, MemorySegment b, long c, MemorySegment d, long e) {
    try {
      return (long) Rare.NPNPN.invokeExact(address(fn), a, b, c, d, e);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long npnpp(Fn fn, long a, MemorySegment b, long c, MemorySegment d, MemorySegment e) {
    try {
      return (long) NPNPP.invokeExact(address(fn), a, b, c, d, e);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  long nppnp(Fn fn, long a, MemorySegment b, MemorySegment c, long d, MemorySegment e) {
    try {
      return (long) NPPNP.invokeExact(address(fn), a, b, c, d, e);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @SuppressWarnings("TooManyParameters") // C's
  long nppnpnpp(
      Fn fn,
      long a,
      MemorySegment b,
      MemorySegment c,
      long d,
      MemorySegment e,
      long f,
      MemorySegment g,
      MemorySegment h) {
    try {
      return (long) Rare.NPPNPNPP.invokeExact(address(fn), a, b, c, d, e, f, g, h);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private MemorySegment address(Fn fn) {
    return list.get(ADDRESS, FIRST_POINTER + fn.place() * ADDRESS.byteSize());
  }

  private static MethodHandle shape(MemoryLayout... arguments) {
    return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_LONG, arguments));
  }

  private static AssertionError unexpected(Throwable e) {
    return new AssertionError("a downcall throws nothing of its own", e);
  }
}
