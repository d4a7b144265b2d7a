package dev.keelson.cryptoki;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadableModuleTest {
  @TempDir private Path dir;

  @Test
  void isAMissingFile() {
    assertRefusedByTheLoader(dir.resolve("missing.so"));
  }

  @Test
  void isATextFile() throws Exception {
    Path text = Files.writeString(dir.resolve("text.so"), "not a library\n".repeat(100));
    assertRefusedByTheLoader(text);
  }

  @Test
  void isADirectory() {
    assertRefusedByTheLoader(dir);
  }

  @Test
  void isALibraryOfAnotherKind() {
    Path notPkcs11 = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
    assertUnloadable(notPkcs11).hasMessage(message(notPkcs11, "it has no C_GetFunctionList"));
  }

  /// What stands behind the colon is the loader's own, in the language of the machine.
  private static void assertRefusedByTheLoader(Path library) {
    assertUnloadable(library)
        .hasMessageMatching(
            Pattern.quote(message(library, "the loader refuses it: " + library + ": ")) + ".+");
  }

  private static AbstractThrowableAssert<?, ?> assertUnloadable(Path library) {
    return assertThatThrownBy(() -> NativeCryptoki.load(library))
        .isInstanceOf(UnloadableModuleException.class);
  }

  private static String message(Path library, String why) {
    return "PKCS#11 module " + library + " cannot be loaded: " + why;
  }
}
