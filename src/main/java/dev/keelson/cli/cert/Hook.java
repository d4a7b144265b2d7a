package dev.keelson.cli.cert;

import dev.keelson.cli.Child;
import dev.keelson.cli.ToolException;
import dev.keelson.enrollment.keep.AfterChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a program after a change. This process has no PKCS#11 module loaded, so it may fork; the
/// key is neither among the arguments nor in the environment.
final class Hook implements AfterChange {
  private static final Logger LOG = LoggerFactory.getLogger(Hook.class);
  private static final int MOST_WORDS = 300;

  private final Child program;
  private Optional<String> failure = Optional.empty();

  Hook(List<String> command, Duration timeout) {
    this.program =
        new Child(
            List.copyOf(command),
            Map.of(),
            new Child.Advice(
                timeout,
                "name a program by its whole path with --hook",
                "let it end sooner, or give it longer by --hook-timeout"));
  }

  @Override
  public void run() throws InterruptedException {
    try {
      Child.End end = program.run(new byte[0]);
      failure =
          end.exitCode() == 0
              ? Optional.empty()
              : Optional.of("it exited with " + end.exitCode() + ": " + printable(end.errors()));
    } catch (ToolException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
    if (failure.isPresent()) {
      LOG.warn("hook result=failed cause=\"{}\"", failure.get());
    } else {
      LOG.info("hook result=ok");
    }
  }

  /// What went wrong in the last run.
  Optional<String> failure() {
    return failure;
  }

  private static String printable(String words) {
    String line = words.strip().replaceAll("[^ -~]", "?").replace('"', '\'');
    return line.length() > MOST_WORDS ? line.substring(line.length() - MOST_WORDS) : line;
  }
}
