package dev.keelson.enrollment.keep;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A process that installs one pair, and is stopped in the installation of the next until it is
/// killed: `KilledWriter DIR STEP`. It says both serials before.
final class KilledWriter {
  private KilledWriter() {}

  public static void main(String... arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    int last = Integer.parseInt(arguments[1]);
    SoftCa ca = SoftCa.named("killed");
    var wish = SoftCa.Wish.client(InstantSource.system().instant(), Duration.ofHours(24));
    Pair old = ca.pair(wish);
    Pair fresh = ca.pair(wish);
    new Outputs(places(dir), Optional.empty()).install(old);
    System.out.println(old.serial());
    System.out.println(fresh.serial());
    var reached = new AtomicInteger();
    new Outputs(
            places(dir), Optional.empty(), step -> stop(reached.incrementAndGet() == last, step))
        .install(fresh);
    System.out.println("ended");
  }

  private static void stop(boolean here, String step) {
    if (here) {
      System.out.println(step);
      try {
        Thread.sleep(Duration.ofMinutes(5));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static List<Place> places(Path dir) {
    return List.of(bundle(dir), split(dir));
  }

  static Place bundle(Path dir) {
    return new Place.Bundle(file(dir, "bundle.pem", "rw-------"));
  }

  static Place split(Path dir) {
    return new Place.Split(file(dir, "tls.key", "rw-------"), file(dir, "tls.crt", "rw-r--r--"));
  }

  private static Target file(Path dir, String name, String mode) {
    var access =
        new Access(Optional.empty(), Optional.empty(), PosixFilePermissions.fromString(mode));
    return new Target(dir.resolve(name), access);
  }
}
