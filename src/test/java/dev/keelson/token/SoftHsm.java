package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.host.ProcessEnvironment;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.Pin;
import dev.keelson.secret.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A real SoftHSM with token files of its own, for one test class at a time: the library knows one
/// configuration for each C_Initialize.
public final class SoftHsm {
  public static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  public static final String PIN = "user-pin-4711";
  public static final String SO_PIN = "so-pin-0815";

  private final Path conf;

  private SoftHsm(Path conf) {
    this.conf = conf;
  }

  /// Token files below a directory of the test's own.
  public static SoftHsm in(Path dir) throws IOException {
    if (!Files.exists(LIBRARY)) {
      throw new AssertionError("SoftHSM is not installed: apt-get install softhsm2");
    }
    Path tokens = Files.createDirectories(dir.resolve("tokens"));
    Path conf = dir.resolve("softhsm2.conf");
    Files.write(conf, List.of("directories.tokendir = " + tokens, "objectstore.backend = file"));
    return new SoftHsm(conf);
  }

  public Path conf() {
    return conf;
  }

  /// For module.environment.
  public Map<String, String> environment() {
    return Map.of("SOFTHSM2_CONF", conf.toString());
  }

  /// The loaded library, to be initialised on this configuration.
  public Cryptoki cryptoki() throws TokenException {
    ProcessEnvironment.set(environment());
    return Pkcs11Module.load(LIBRARY);
  }

  /// A token with a user PIN, and one key of each keyring named, active since `activation`.
  public SoftHsm withToken(String label, Instant activation, String... keyrings)
      throws TokenException {
    return withToken(cryptoki(), label, activation, keyrings);
  }

  /// The same, through a module of the test's own that works on this configuration.
  public SoftHsm withToken(Cryptoki cryptoki, String label, Instant activation, String... keyrings)
      throws TokenException {
    try (var module = Pkcs11Module.initialize(cryptoki);
        var soPin = pin(SO_PIN);
        var userPin = pin(PIN)) {
      var setup = new TokenSetup(module, newGuard());
      setup.provideToken(label, soPin, userPin);
      for (String keyring : keyrings) {
        setup.provideFirstKek(labelled(label), new KeyringName(keyring), activation, userPin);
      }
    }
    return this;
  }

  /// The key that signs the ledger, on the token of this label.
  public SoftHsm withLedgerKey(String label) throws TokenException {
    try (var module = Pkcs11Module.initialize(cryptoki());
        var userPin = pin(PIN)) {
      new TokenSetup(module, newGuard()).provideLedgerKey(labelled(label), userPin);
    }
    return this;
  }

  /// The same tokens once more, in another directory, as a vendor's cloning makes them.
  public SoftHsm clonedTo(Path dir) throws IOException {
    SoftHsm clone = in(dir);
    Path from = conf.resolveSibling("tokens");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = dir.resolve("tokens").resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return clone;
  }

  /// Remembers nothing from before, and takes every risk: SoftHSM never locks.
  static PinGuard newGuard() {
    try {
      var fuse =
          new PinFuse(Files.createTempDirectory(Path.of("target"), "pin-fuse"), new SecureRandom());
      return new PinGuard(fuse, PinGuard.Risk.TAKEN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static TokenSelector labelled(String label) {
    return new TokenSelector(Optional.of(label), Optional.empty());
  }

  public static Pin pin(String text) {
    return new Pin(SecretBytes.takeOver(text.getBytes(UTF_8)));
  }
}
