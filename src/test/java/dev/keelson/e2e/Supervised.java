package dev.keelson.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A daemon under a supervisor that holds its sockets and starts it again, as systemd does.
public record Supervised(KeelsonProcess supervisor) implements AutoCloseable {
  private static final Path SOURCE = Path.of("src/test/native/supervisor/supervisor.c");

  static Supervised start(Site site, String yaml) throws Exception {
    return start(site, yaml, List.of());
  }

  /// With options for the JVM.
  public static Supervised start(Site site, String yaml, List<String> options) throws Exception {
    return holding(List.of(site.socket()), site.write(yaml), options);
  }

  /// With sockets that are in the configuration, and the options for the JVM.
  static Supervised holding(List<Path> sockets, Path config, List<String> options)
      throws Exception {
    Path program = config.resolveSibling("supervisor");
    if (!Files.exists(program)) {
      compile(program);
    }
    List<String> before = new ArrayList<>(List.of(program.toString()));
    sockets.forEach(socket -> before.add(socket.toString()));
    before.add("--");
    return new Supervised(
        KeelsonProcess.start(before, options, "serve", "--config", config.toString()));
  }

  private static void compile(Path program) throws IOException, InterruptedException {
    Process gcc =
        new ProcessBuilder("gcc", "-O1", "-o", program.toString(), SOURCE.toString())
            .inheritIO()
            .start();
    if (!gcc.waitFor(60, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
      throw new AssertionError("the supervisor does not compile: apt-get install gcc libc6-dev");
    }
  }

  /// SIGKILL to the daemon, not to its supervisor.
  public void killDaemon() {
    daemon().destroyForcibly();
  }

  private ProcessHandle daemon() {
    return ProcessHandle.of(supervisor.pid())
        .flatMap(process -> process.children().findFirst())
        .orElseThrow(() -> new AssertionError("no daemon; the output:\n" + supervisor.output()));
  }

  @Override
  public void close() {
    ProcessHandle.of(supervisor.pid())
        .ifPresent(process -> process.children().forEach(ProcessHandle::destroyForcibly));
    supervisor.close();
  }
}
