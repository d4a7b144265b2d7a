package dev.keelson.cryptoki;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/// Objects whose value a test knows: `C_CreateObject`, which the daemon must never call and so does
/// not bind.
public final class KnownObject {
  private static final long CKA_VALUE = 0x11;

  /// The place of `C_CreateObject` in `CK_FUNCTION_LIST` (PKCS#11 v2.40 §3.6).
  private static final int PLACE = 20;

  private KnownObject() {}

  /// Creates an object of the template's attributes and this value.
  ///
  /// @param library loaded and initialised
  /// @param template everything but the value
  @SuppressWarnings("restricted") // downcallHandle, reinterpret: native code of a test
  public static long create(Path library, long session, Template template, byte[] value)
      throws Throwable {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(ADDRESS);
      var lookup = SymbolLookup.libraryLookup(library, Arena.global());
      linker
          .downcallHandle(
              lookup.findOrThrow("C_GetFunctionList"), FunctionDescriptor.of(JAVA_LONG, ADDRESS))
          .invokeWithArguments(list);
      MemorySegment function =
          list.get(ADDRESS, 0).reinterpret(8 * (PLACE + 2)).get(ADDRESS, 8 * (PLACE + 1));
      var create =
          linker.downcallHandle(
              function, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS));
      MemorySegment object = arena.allocate(JAVA_LONG);
      long rv =
          (long)
              create.invokeWithArguments(
                  session, attributes(arena, template, value), template.count() + 1L, object);
      if (rv != Ckr.CKR_OK.code()) {
        throw new AssertionError("C_CreateObject returned " + Ckr.name(rv));
      }
      return object.get(JAVA_LONG, 0);
    }
  }

  private static MemorySegment attributes(Arena arena, Template template, byte[] value) {
    long known = template.count() * Template.ATTRIBUTE_BYTES;
    MemorySegment all = arena.allocate(known + Template.ATTRIBUTE_BYTES, 8);
    all.copyFrom(template.write(arena).asSlice(0, known));
    all.set(JAVA_LONG, known, CKA_VALUE);
    all.set(ADDRESS, known + Template.VALUE_OFFSET, Bytes.in(arena, value));
    all.set(JAVA_LONG, known + Template.LENGTH_OFFSET, value.length);
    return all;
  }
}
