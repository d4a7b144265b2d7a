package dev.keelson.token;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// An administrator's process that is killed with SIGKILL at one call of the module: right before
/// it, or right after it.
public final class KilledAdmin {
  private KilledAdmin() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the directory of the token; create, rotate or destroy; before or after; which
  ///   function; which call of it
  public static void main(String... arguments) throws Exception {
    SoftHsm hsm = SoftHsm.in(Path.of(arguments[0]));
    Tap tap = Tap.on(hsm.cryptoki());
    boolean before = arguments[2].equals("before");
    int fatal = Integer.parseInt(arguments[4]);
    var calls = new AtomicInteger();
    tap.twist(
        arguments[3],
        call -> {
          boolean now = calls.incrementAndGet() == fatal;
          if (now && before) {
            die();
          }
          Object answer = call.pass();
          if (now) {
            die();
          }
          return answer;
        });
    try (var admin = new TappedKeyring(hsm, tap).admin()) {
      run(admin, arguments[1]);
    }
  }

  private static void run(KekAdmin admin, String deed) throws TokenException {
    switch (deed) {
      case "create" -> admin.create(Optional.empty());
      case "rotate" -> admin.rotate(Duration.ZERO, Optional.empty());
      case "destroy" -> admin.destroy(admin.list().getFirst().id().orElseThrow(), "a test");
      default -> throw new IllegalArgumentException(deed);
    }
  }

  /// Nothing of the JVM runs after this, no hook and no `finally`.
  private static void die() {
    try {
      new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
      Thread.sleep(Duration.ofMinutes(1));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
