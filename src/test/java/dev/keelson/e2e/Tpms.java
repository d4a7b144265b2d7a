package dev.keelson.e2e;

import dev.keelson.kek.GenerationLabel;
import dev.keelson.kek.KeyringName;
import dev.keelson.token.SwTpm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// The software TPMs of the sites, each until this process ends. The slow steps are taken once: a
/// site's TPM is a copy.
final class Tpms {
  private static final Map<Path, SwTpm> RUNNING = new ConcurrentHashMap<>();
  private static final Map<Instant, Path> ORIGINALS = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.values().forEach(SwTpm::close)));
  }

  private Tpms() {}

  static void provide(Path dir, Instant activation) throws Exception {
    Path original = ORIGINALS.get(activation);
    if (original == null) {
      original = original(activation);
      ORIGINALS.put(activation, original);
    }
    RUNNING.put(dir, SwTpm.copyOf(original, dir.resolve("tpm")));
  }

  private static Path original(Instant activation) throws Exception {
    Path dir = Files.createTempDirectory(Path.of("target"), "tpm").toAbsolutePath();
    var label = new GenerationLabel(new KeyringName(Site.KEYRING), 1, activation);
    try (var tpm = SwTpm.in(dir)) {
      tpm.withToken(Site.TOKEN).withHmacKey(Site.TOKEN, label.toString()).withLedgerKey(Site.TOKEN);
      tpm.shutDown();
    }
    return dir;
  }

  /// The TPM of a site's directory.
  static SwTpm in(Path dir) {
    return Objects.requireNonNull(RUNNING.get(dir), "no TPM was made for this directory");
  }

  static String yaml(Path dir) {
    SwTpm tpm = in(dir);
    return String.format(
        Locale.ROOT,
        """
        profile: tpm2
        module:
          path: %s
          environment:
            TPM2_PKCS11_STORE: %s
            TPM2_PKCS11_TCTI: "%s"
        """,
        SwTpm.LIBRARY,
        tpm.store(),
        tpm.tcti());
  }
}
