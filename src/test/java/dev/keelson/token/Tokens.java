package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.health.Condition;
import dev.keelson.host.ProcessEnvironment;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.PinFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A SoftHSM of its own library, so that several live in one process: each has its tokens in a
/// directory that a test may take away and bring back, and a tap.
record Tokens(Path dir, Tap tap, Caretaker.Order order) {
  static final KeyringName PROD = new KeyringName("prod");

  static final CareSettings CARE =
      new CareSettings(
          new CanarySettings(Duration.ofSeconds(1)),
          Duration.ofSeconds(1),
          () -> Instant.ofEpochSecond(0, System.nanoTime()),
          new Silent());

  private static final class Silent implements TokenEvents {
    @Override
    public void serves(TokenSelector token) {}

    @Override
    public void away(TokenSelector token, Condition why) {}
  }

  /// One token `keelson` with a key of keyring `prod`.
  static Tokens in(Path dir) throws Exception {
    SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    return served(dir);
  }

  /// The same token again, as a vendor's cloning makes it.
  static Tokens cloned(Tokens original, Path dir) throws Exception {
    SoftHsm.in(original.dir).clonedTo(dir);
    return served(dir);
  }

  private static Tokens served(Path dir) throws Exception {
    Path library = Files.copy(SoftHsm.LIBRARY, dir.resolve("libsofthsm2.so"));
    Path pin = Files.writeString(dir.resolve("pin"), SoftHsm.PIN);
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("r--------"));
    var tap = Tap.on(Pkcs11Module.load(library));
    var hsm = new Tokens(dir, tap, order(tap, pin));
    tap.twist("initialize", hsm::initialize);
    return hsm;
  }

  private static Caretaker.Order order(Tap tap, Path pin) {
    return new Caretaker.Order(
        new ServedToken.Surroundings(
            tap.cryptoki(), () -> Serving.NOON, new SecureRandom(), SoftHsm.newGuard()),
        new ServedToken.Wanted(PROD, SoftHsm.labelled("keelson"), Serving.LANES, GcmIv.DAEMON),
        new PinFile(pin)::read);
  }

  /// SoftHSM reads the name of its configuration from the environment, of which there is one.
  private Object initialize(Tap.Call call) throws CkException {
    synchronized (Tokens.class) {
      ProcessEnvironment.set(Map.of("SOFTHSM2_CONF", dir.resolve("softhsm2.conf").toString()));
      return call.pass();
    }
  }

  void takeAway() throws IOException {
    Files.move(dir.resolve("tokens"), dir.resolve("away"));
    Files.createDirectory(dir.resolve("tokens"));
  }

  void bringBack() throws IOException {
    Files.delete(dir.resolve("tokens"));
    Files.move(dir.resolve("away"), dir.resolve("tokens"));
  }
}
