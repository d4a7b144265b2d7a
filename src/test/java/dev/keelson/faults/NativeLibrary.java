package dev.keelson.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The module's library, built once in the life of this JVM.
final class NativeLibrary {
  private static final Path SOURCES = Path.of("src/test/native").toAbsolutePath();
  private static final Path TARGET = Path.of("target/faults").toAbsolutePath();
  private static final Path HEADERS = Path.of("/usr/include/p11-kit-1");

  /// Header files, and the Debian packages that have them; gcc's own does not draw in libc6-dev.
  private static final List<List<String>> NEEDED =
      List.of(
          List.of("/usr/include/stdio.h", "libc6-dev"),
          List.of(HEADERS + "/p11-kit/pkcs11.h", "libp11-kit-dev"));

  private NativeLibrary() {}

  private static final class Built {
    static final Path LIBRARY = build();
  }

  static Path path() {
    return Built.LIBRARY;
  }

  private static Path build() {
    for (List<String> needed : NEEDED) {
      if (!Files.exists(Path.of(needed.getFirst()))) {
        throw new AssertionError(
            needed.getFirst() + " is missing: apt-get install " + needed.getLast());
      }
    }
    try {
      Files.createDirectories(TARGET);
      // Another JVM may build at the same time: each moves a whole library to its place.
      Path made = Files.createTempFile(TARGET, "faults", ".so");
      compile(made);
      return Files.move(
          made,
          TARGET.resolve("faults.so"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the fault engine could not be built", e);
    }
  }

  private static void compile(Path made) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("gcc", "-std=c11", "-D_GNU_SOURCE", "-O2"));
    command.addAll(List.of("-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"));
    command.addAll(List.of("-fvisibility=hidden", "-pthread", "-I", HEADERS.toString()));
    command.addAll(List.of("-o", made.toString()));
    try (Stream<Path> files = Files.list(SOURCES)) {
      files.map(Path::toString).filter(name -> name.endsWith(".c")).sorted().forEach(command::add);
    }
    command.add("-ldl");
    Process gcc;
    try {
      gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("gcc is not installed: apt-get install gcc libc6-dev", e);
    }
    String output = new String(gcc.getInputStream().readAllBytes(), UTF_8);
    if (gcc.waitFor() != 0) {
      throw new AssertionError("gcc failed:\n" + output);
    }
  }
}
