package dev.keelson.host;

import dev.keelson.e2e.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that has connected to a server, and whose connection this one uses through it.
final class Relay implements AutoCloseable {
  private static final Path SOURCE = Path.of("src/test/native/relay/relay.c");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Process process;
  private final BufferedReader says;
  private final Path socket;

  private Relay(Process process, Path socket) {
    this.process = process;
    this.says = process.inputReader();
    this.socket = socket;
  }

  static Path compiledIn(Path dir) throws Exception {
    Path program = dir.resolve("relay");
    Process gcc =
        new ProcessBuilder(
                "gcc", "-D_GNU_SOURCE", "-O1", "-o", program.toString(), SOURCE.toString())
            .inheritIO()
            .start();
    if (!gcc.waitFor(60, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
      throw new AssertionError("the relay does not compile: apt-get install gcc libc6-dev");
    }
    return program;
  }

  static Relay to(Path server, Path program) throws IOException {
    return to(server, List.of(program.toString()), List.of());
  }

  /// Below a parent that never asks how it ended.
  static Relay zombieTo(Path server, Path program) throws IOException {
    return to(server, List.of(program.toString(), "--zombie"), List.of());
  }

  static Relay namedTo(Path server, Path program, String name) throws IOException {
    return to(server, List.of(program.toString()), List.of(name));
  }

  private static Relay to(Path server, List<String> before, List<String> after) throws IOException {
    Path socket = server.resolveSibling("relay-" + NUMBER.incrementAndGet());
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(server.toString(), socket.toString()));
    command.addAll(after);
    var relay = new Relay(start(command), socket);
    relay.await("connected");
    return relay;
  }

  /// Has another process take a number that is free now.
  static AutoCloseable takes(int pid, Path program) throws IOException {
    var taker =
        new Relay(
            start(List.of(program.toString(), "--take", Integer.toString(pid))),
            program.resolveSibling("unused"));
    taker.await("taken");
    return taker;
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void await(String word) throws IOException {
    String line = says.readLine();
    if (!word.equals(line)) {
      close();
      throw new AssertionError("the relay says " + line + " instead of " + word);
    }
  }

  Caller caller() throws Exception {
    return Caller.at(new UnixAddress.File(socket));
  }

  int pid() {
    return (int) process.pid();
  }

  void becomes(int uid) throws IOException {
    say("uid " + uid);
    await("done");
  }

  /// Returns when its number is free.
  void dies() throws Exception {
    beginsToDie();
    process.waitFor();
  }

  void beginsToDie() throws IOException {
    say("die");
  }

  private void say(String order) throws IOException {
    var writer = process.outputWriter();
    writer.write(order + "\n");
    writer.flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
