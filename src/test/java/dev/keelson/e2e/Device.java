package dev.keelson.e2e;

import dev.keelson.envelope.Suite;
import dev.keelson.token.SoftHsm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/// What keeps the keys of a [Site]: the tests of the KMS run on each.
///
/// `-Dkeelson.test.device=tpm2` chooses the TPM; otherwise it is SoftHSM.
enum Device {
  SOFTHSM2(Suite.AES_256_GCM),
  TPM2(Suite.HMAC_KDF_AES_256_GCM);

  private final Suite suite;

  Device(Suite suite) {
    this.suite = suite;
  }

  static Device underTest() {
    return valueOf(System.getProperty("keelson.test.device", "softhsm2").toUpperCase(Locale.ROOT));
  }

  /// What the keys seal with.
  Suite suite() {
    return suite;
  }

  /// A token with a key of the site's keyring and one for the ledger.
  void provide(Path dir, Instant activation) throws Exception {
    switch (this) {
      case SOFTHSM2 ->
          SoftHsm.in(dir).withToken(Site.TOKEN, activation, Site.KEYRING).withLedgerKey(Site.TOKEN);
      case TPM2 -> Tpms.provide(dir, activation);
    }
  }

  /// What an operating system does for a device whose user was killed.
  void reclaim(Path dir) throws Exception {
    if (this == TPM2) {
      Tpms.in(dir).reclaim();
    }
  }

  /// The configuration's lines that lead to it.
  String yaml(Path dir) {
    return switch (this) {
      case SOFTHSM2 ->
          String.format(
              Locale.ROOT,
              """
              module:
                path: %s
                environment:
                  SOFTHSM2_CONF: %s
              """,
              SoftHsm.LIBRARY,
              dir.resolve("softhsm2.conf"));
      case TPM2 -> Tpms.yaml(dir);
    };
  }
}
