package dev.keelson.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// `keelson`, in a process of its own; everything that it writes is kept.
public final class KeelsonProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration GLANCE = Duration.ofMillis(2);

  private final Process process;
  private final Path output;

  private KeelsonProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  public static KeelsonProcess start(String... arguments) throws IOException {
    return start(List.of(), List.of(), arguments);
  }

  /// Through another program.
  ///
  /// @param before what runs the Java command, such as `setpriv` with its options
  /// @param options of the JVM
  public static KeelsonProcess start(List<String> before, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--illegal-native-access=deny",
            "-Xms16m",
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.keelson.Main"));
    command.addAll(List.of(arguments));
    File output = File.createTempFile("keelson", ".log");
    output.deleteOnExit();
    return new KeelsonProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start(),
        output.toPath());
  }

  /// Types a line and ends the input.
  KeelsonProcess type(String line) throws IOException {
    try (var in = process.outputWriter()) {
      in.write(line + "\n");
    }
    return this;
  }

  /// Returns when the output has this text.
  public KeelsonProcess await(String text) throws InterruptedException {
    return await(text, () -> output().contains(text));
  }

  public KeelsonProcess await(String what, BooleanSupplier seen) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!seen.getAsBoolean()) {
      boolean over = !process.isAlive() && !seen.getAsBoolean();
      if (over || System.nanoTime() > deadline) {
        close();
        throw new AssertionError("'" + what + "' was not seen; the output:\n" + output());
      }
      Thread.sleep(GLANCE);
    }
    return this;
  }

  /// Standard output and standard error, each byte one character.
  public String output() {
    try {
      return Files.readString(output, ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /// SIGTERM, which systemd sends, too.
  public int terminate() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /// SIGKILL.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public int exitCode() throws InterruptedException {
    return exitCode(PATIENCE);
  }

  /// @param patience for a command that has long work to do
  int exitCode(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      close();
      throw new AssertionError("it did not end within " + patience + "; the output:\n" + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
