package dev.keelson.cli.tpm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cli.ToolException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program of Debian's, run to its end without a shell.
///
/// @param command its whole path, and arguments that every user of the host may read
/// @param environment beside what this process has
/// @param debianPackage what brings it
record Child(List<String> command, Map<String, String> environment, String debianPackage) {
  /// A TPM of hardware may need seconds for one RSA key.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// What it wrote.
  record End(int exitCode, String output, String errors) {}

  /// @param input for its standard input
  End run(byte[] input) throws ToolException, InterruptedException {
    Process process = start();
    var output = reading(process.getInputStream());
    var errors = reading(process.getErrorStream());
    feed(process, input);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new ToolException(
          command.getFirst() + " did not end within " + PATIENCE.toSeconds() + " s",
          "see whether the TPM answers: tpm2_getrandom --hex 4");
    }
    return new End(process.exitValue(), output.join(), errors.join());
  }

  private Process start() throws ToolException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ToolException(
          command.getFirst() + " does not start: " + e.getMessage(),
          "apt-get install " + debianPackage);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException _) {
      // it ended before it read all, and has told why
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    var read = new CompletableFuture<String>();
    Thread.startVirtualThread(() -> {
      try (stream) {
        read.complete(new String(stream.readAllBytes(), UTF_8));
      } catch (IOException e) {
        read.completeExceptionally(new UncheckedIOException(e));
      }
    });
    return read;
  }
}
