package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The files of `systemd/`, laid out as on a host, for the tools of systemd.
record Units(Path dir) {
  static final Path SOURCE = Path.of("systemd");
  private static final String PROGRAM = "/usr/bin/keelson";

  /// How a tool ended, and all that it said.
  record Said(int code, String text) {}

  /// With these drop-ins of `keelson.service`. The program is one that every host has: the tools
  /// look whether it is there.
  static Units in(Path dir, String... dropIns) throws IOException {
    for (Path unit : files(SOURCE)) {
      String text = Files.readString(unit).replace("=" + PROGRAM, "=/bin/true");
      Files.writeString(dir.resolve(unit.getFileName()), text);
    }
    Path beside = Files.createDirectory(dir.resolve("keelson.service.d"));
    for (String name : dropIns) {
      Files.copy(SOURCE.resolve("drop-in").resolve(name), beside.resolve(name));
    }
    return new Units(dir);
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// The values of a key, each as it stands in its line.
  static List<String> values(String unit, String key) throws IOException {
    return Files.readAllLines(SOURCE.resolve(unit)).stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  /// The arguments that a unit starts the program with.
  static List<String> arguments(String unit) throws IOException {
    return arguments(unit, "ExecStart");
  }

  /// The same, of the first command of this key.
  static List<String> arguments(String unit, String key) throws IOException {
    List<String> words = List.of(values(unit, key).getFirst().split(" "));
    if (!words.getFirst().equals(PROGRAM)) {
      throw new AssertionError(unit + " starts " + words.getFirst());
    }
    return words.subList(1, words.size());
  }

  Path unit(String name) {
    return dir.resolve(name);
  }

  Said verify(String... units) throws Exception {
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    Stream.of(units).map(name -> unit(name).toString()).forEach(command::add);
    return run(command);
  }

  /// @param threshold in tenths of what the table says
  Said security(String unit, int threshold) throws Exception {
    return run(
        List.of(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=" + threshold,
            unit(unit).toString()));
  }

  Said run(List<String> command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SYSTEMD_UNIT_PATH", dir + ":"); // and then the host's own
    File output = File.createTempFile("systemd", ".log");
    output.deleteOnExit();
    Process process;
    try {
      process = builder.redirectOutput(output).start();
    } catch (IOException e) {
      throw new AssertionError(command.getFirst() + " is not here: apt-get install systemd", e);
    }
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " does not end");
    }
    return new Said(process.exitValue(), Files.readString(output.toPath(), UTF_8));
  }
}
