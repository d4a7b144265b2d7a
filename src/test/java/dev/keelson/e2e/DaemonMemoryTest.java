package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What other processes of the daemon's user see of its memory. Root sees all: tests of root run
/// the daemon as another user.
@Timeout(60)
class DaemonMemoryTest {
  @TempDir private Path dir;

  @Test
  void isClosedToThem() throws Exception {
    Site site = Site.in(dir);
    Path config = site.write(site.yaml());
    giveAway(dir);
    try (var daemon =
        KeelsonProcess.start(become(), List.of(), "serve", "--config", config.toString())) {
      daemon.await("ready socket=");
      assertThat(read(daemon.pid(), "environ")).contains("Permission denied");
      assertThat(read(daemon.pid(), "mem")).contains("Permission denied");
      assertThat(daemon.output()).doesNotContain("result=failed");
    }
  }

  /// Else the test above would prove nothing.
  @Test
  void isOpenToThemWhereAProcessDoesNothingAboutIt() throws Exception {
    List<String> command = new ArrayList<>(become());
    command.addAll(List.of("sleep", "60"));
    Process sleeper = new ProcessBuilder(command).start();
    try {
      while (!Files.readString(Path.of("/proc", sleeper.pid() + "", "comm")).equals("sleep\n")) {
        Thread.onSpinWait(); // setpriv is on its way
      }
      assertThat(read(sleeper.pid(), "environ")).contains("PATH=");
    } finally {
      sleeper.destroyForcibly();
    }
  }

  /// By a process of the same user, with the same capabilities, for none ever reads one that may do
  /// more; what it read, or why it did not.
  private static String read(long pid, String file) throws Exception {
    List<String> command = new ArrayList<>(become());
    command.addAll(List.of("head", "-c", "4096", "/proc/" + pid + "/" + file));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process spy = builder.start();
    try (var output = spy.inputReader()) {
      String seen = String.join("\n", output.readAllLines()).replace('\0', '\n');
      assertThat(spy.waitFor(10, TimeUnit.SECONDS)).isTrue();
      return seen;
    }
  }

  private static List<String> become() throws IOException {
    return isRoot() ? Nobody.BECOME : List.of();
  }

  private static void giveAway(Path dir) throws IOException {
    if (!isRoot()) {
      return;
    }
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", Nobody.UID);
      }
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
