package dev.keelson.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program, run to its end without a shell. Only a process that has no PKCS#11 module initialised
/// may start one: a fork of any other can deadlock or crash it (PKCS#11 v2.40 §6.6.1).
///
/// @param command its whole path, and arguments that every user of the host may read
/// @param environment beside what this process has
public record Child(List<String> command, Map<String, String> environment, Advice advice) {
  /// More than anybody reads of what a program has to say.
  private static final int MOST_BYTES = 1024 * 1024;

  /// What its own children still hold open is not waited for.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /// What to do with it.
  ///
  /// @param patience how long it may take
  /// @param whenAbsent what a person does when it does not start
  /// @param whenLate and when it does not end
  public record Advice(Duration patience, String whenAbsent, String whenLate) {}

  /// What it wrote.
  public record End(int exitCode, String output, String errors) {}

  /// Returns when it has ended, and kills it when it takes too long.
  ///
  /// @param input for its standard input
  public End run(byte[] input) throws ToolException, InterruptedException {
    Process process = start();
    try {
      var output = reading(process.getInputStream());
      var errors = reading(process.getErrorStream());
      feed(process, input);
      Duration patience = advice.patience();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ToolException(
            command.getFirst() + " did not end within " + patience.toSeconds() + " s",
            advice.whenLate());
      }
      return new End(process.exitValue(), lastWords(output), lastWords(errors));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start() throws ToolException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ToolException(
          command.getFirst() + " does not start: " + e.getMessage(), advice.whenAbsent());
    }
  }

  private static void feed(Process process, byte[] input) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException _) {
      // it ended before it read all, and has told why
    }
  }

  private static String lastWords(CompletableFuture<String> words) {
    return words.completeOnTimeout("", LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    var read = new CompletableFuture<String>();
    Thread.startVirtualThread(() -> {
      try (stream) {
        read.complete(new String(stream.readNBytes(MOST_BYTES), UTF_8));
        stream.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        read.completeExceptionally(new UncheckedIOException(e));
      }
    });
    return read;
  }
}
