package dev.keelson.cryptoki;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadableModuleTest {
  @TempDir private Path dir;

  @Test
  void isAMissingFile() {
    assertUnloadable(dir.resolve("missing.so"), "the loader refuses it");
  }

  @Test
  void isATextFile() throws Exception {
    Path text = Files.writeString(dir.resolve("text.so"), "not a library\n".repeat(100));
    assertUnloadable(text, "the loader refuses it");
  }

  @Test
  void isADirectory() {
    assertUnloadable(dir, "the loader refuses it");
  }

  @Test
  void isALibraryOfAnotherKind() {
    Path notPkcs11 = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
    assertUnloadable(notPkcs11, "it has no C_GetFunctionList");
  }

  private static void assertUnloadable(Path library, String why) {
    assertThatThrownBy(() -> NativeCryptoki.load(library))
        .isInstanceOf(UnloadableModuleException.class)
        .hasMessage("PKCS#11 module " + library + " cannot be loaded: " + why);
  }
}
