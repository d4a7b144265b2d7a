package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.cryptoki.Ck;
import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.Suite;
import dev.keelson.faults.FaultEngine;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.token.GcmIv;
import dev.keelson.token.SoftHsm;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Daemons and commands on tokens that make the IVs of AES-GCM, emulated.
@Timeout(120)
class HsmIvTest {
  @TempDir private Path dir;
  private Site site;
  private FaultEngine engine;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    engine = FaultEngine.over(SoftHsm.in(dir));
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = GcmIv.class,
      names = {"RETURNED", "ZEROED", "APPENDED"})
  void opensAfterARestartWhatEitherSuiteSealed(GcmIv way) throws Exception {
    Commands test = on(way);
    test.run("create", "--suite", "hmac-kdf-aes-256-gcm");
    EncryptResponse byHmac = sealed(test, 1);
    test.run("rotate", "--suite", "aes-256-gcm-hsm-iv", "--activate-in", "0s", "--force");
    EncryptResponse byHsmIv = sealed(test, 2);
    assertThat(suite(byHmac)).isEqualTo(Suite.HMAC_KDF_AES_256_GCM);
    assertThat(suite(byHsmIv)).isEqualTo(Suite.AES_256_GCM_HSM_IV);
    try (var _ = test.serve();
        var caller = Caller.at(site.address())) {
      assertThat(caller.status().getKeyId()).isEqualTo(byHsmIv.getKeyId()).startsWith("test/2/");
      assertThat(caller.open(byHmac)).isEqualTo(Seeds.marked(1));
      assertThat(caller.open(byHsmIv)).isEqualTo(Seeds.marked(2));
    }
    assertThat(test.run("verify")).contains("test/1/", "test/2/");
  }

  @Test
  void showNamesSuiteAndWhatTheFingerprintIsMadeOf() throws Exception {
    Commands test = on(GcmIv.ZEROED);
    engine.hideMechanism(Ck.CKM_AES_CMAC);
    String first = keyId(test, "create");
    engine.hideMechanism(0);
    String second = keyId(test, "rotate");
    String third = keyId(test, "rotate", "--suite", "hmac-kdf-aes-256-gcm");
    assertThat(test.run("show", second))
        .containsPattern("suite +aes-256-gcm-hsm-iv\n")
        .containsPattern("fingerprint +[0-9a-f]{16} \\(of an AES-CMAC over a fixed text\\)");
    assertThat(test.run("show", first))
        .containsPattern("suite +aes-256-gcm-hsm-iv\n")
        .contains("(of CKA_CHECK_VALUE and CKA_ID, as the key makes no AES-CMAC)");
    assertThat(test.run("show", third))
        .containsPattern("suite +hmac-kdf-aes-256-gcm\n")
        .contains("(of an HMAC-SHA256 over a fixed text)");
  }

  @ParameterizedTest
  @EnumSource(
      value = GcmIv.class,
      names = {"RETURNED", "ZEROED", "APPENDED"})
  void repeatedEndTheDaemonAtItsStart(GcmIv way) throws Exception {
    Commands test = on(way);
    test.run("create");
    engine.ivs().repeat();
    try (var daemon = KeelsonProcess.start("serve", "--config", test.config().toString())) {
      assertThat(daemon.exitCode()).as(daemon.output()).isEqualTo(ExitCode.CONFIG);
      assertThat(daemon.output())
          .contains("it uses one IV again and again")
          .contains("do: compare module.gcm-iv with the vendor's documents");
    }
  }

  private Commands on(GcmIv way) throws Exception {
    engine.ivs().are(way);
    String yaml =
        site.yaml()
            .replace("keyring: prod", "keyring: test")
            .replace(SoftHsm.LIBRARY.toString(), engine.library() + "\n  gcm-iv: " + way);
    return Commands.on(site, "keelson-" + way + ".yaml", yaml);
  }

  private static String keyId(Commands test, String command, String... options) throws Exception {
    return test.rows(command, options).getFirst().get("key_id").asString();
  }

  /// By a daemon that ends then.
  private EncryptResponse sealed(Commands test, int number) throws Exception {
    try (var daemon = test.serve();
        var caller = Caller.at(site.address())) {
      EncryptResponse sealed = caller.seal(Seeds.marked(number));
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(number));
      assertThat(daemon.terminate()).isEqualTo(143);
      return sealed;
    }
  }

  private static Suite suite(EncryptResponse sealed) throws Exception {
    return Envelope.parse(sealed.getCiphertext().toByteArray()).suite();
  }
}
