package dev.keelson.faults;

import static dev.keelson.faults.Calls.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.GcmOutput;
import dev.keelson.cryptoki.Mechanism.AesGcm;
import dev.keelson.token.GcmIv;
import dev.keelson.token.SoftHsm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the fault engine does about IVs, seen as a caller sees it.
class TokenIvsTest {
  private static final byte[] SEED = "32 bytes that an API server asks".getBytes(UTF_8);
  private static final byte[] OURS = "an IV of us.".getBytes(UTF_8);
  private static final byte[] ZEROS = new byte[12];
  private static final byte[] NONE = new byte[0];
  private static final int SEALED = SEED.length + 16;

  @TempDir private static Path dir;
  private static SoftHsm hsm;

  private FaultEngine engine;
  private Cryptoki cryptoki;
  private Client client;

  @BeforeAll
  static void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson", Instant.parse("2026-11-01T00:00:00Z"), "prod");
  }

  @BeforeEach
  void logIn() throws Exception {
    engine = FaultEngine.over(hsm);
    cryptoki = engine.cryptoki();
    client = Client.of(cryptoki);
  }

  @AfterEach
  void finish() throws Exception {
    cryptoki.finish();
    engine.close();
  }

  @Test
  void areTheCallersUnlessToldOtherwise() throws Exception {
    assertThat(seal(OURS).iv()).isEqualTo(OURS);
    assertThat(seal(OURS).output()).isEqualTo(seal(OURS).output());
  }

  @Test
  void areReturnedWhateverTheCallerGives() throws Exception {
    engine.ivs().are(GcmIv.RETURNED);
    GcmOutput one = seal(OURS);
    GcmOutput other = seal(OURS);
    assertThat(one.iv()).hasSize(12).isNotEqualTo(OURS).isNotEqualTo(other.iv());
    assertThat(client.decrypt(one.iv(), one.output())).isEqualTo(SEED);
    assertRefused(Ckr.CKR_MECHANISM_PARAM_INVALID, () -> client.encrypt(NONE, SEED));
  }

  @Test
  void areWrittenOverZerosAndOverNothingElse() throws Exception {
    engine.ivs().are(GcmIv.ZEROED);
    GcmOutput one = seal(ZEROS);
    assertThat(one.iv()).hasSize(12).isNotEqualTo(ZEROS).isNotEqualTo(seal(ZEROS).iv());
    assertThat(client.decrypt(one.iv(), one.output())).isEqualTo(SEED);
    assertRefused(Ckr.CKR_MECHANISM_PARAM_INVALID, () -> seal(OURS));
    assertRefused(Ckr.CKR_MECHANISM_PARAM_INVALID, () -> client.encrypt(NONE, SEED));
  }

  @Test
  void areAppendedForWhoGivesNone() throws Exception {
    engine.ivs().are(GcmIv.APPENDED);
    byte[] output = client.encrypt(NONE, SEED);
    assertThat(output).hasSize(SEALED + 16);
    byte[] iv = Arrays.copyOfRange(output, SEALED, output.length);
    assertThat(client.decrypt(iv, Arrays.copyOf(output, SEALED))).isEqualTo(SEED);
    assertThat(client.encrypt(NONE, SEED)).isNotEqualTo(output);
    assertRefused(Ckr.CKR_MECHANISM_PARAM_INVALID, () -> seal(OURS));
    assertRefused(Ckr.CKR_MECHANISM_PARAM_INVALID, () -> seal(ZEROS));
  }

  @ParameterizedTest
  @EnumSource(
      value = GcmIv.class,
      names = {"RETURNED", "ZEROED"})
  void mayRepeatAndBeTooShort(GcmIv way) throws Exception {
    engine.ivs().are(way);
    engine.ivs().repeat();
    engine.ivs().areCutTo(8);
    assertThat(seal(ZEROS).iv()).hasSize(8).isEqualTo(seal(ZEROS).iv());
    assertThat(seal(ZEROS).output()).isEqualTo(seal(ZEROS).output());
  }

  @Test
  void mayRepeatAndBeTooShortBehindTheTag() throws Exception {
    engine.ivs().are(GcmIv.APPENDED);
    engine.ivs().repeat();
    engine.ivs().areCutTo(12);
    assertThat(client.encrypt(NONE, SEED))
        .hasSize(SEALED + 12)
        .isEqualTo(client.encrypt(NONE, SEED));
  }

  @Test
  void leaveNothingBehindInASessionThatIsUsedOtherwiseNext() throws Exception {
    engine.ivs().are(GcmIv.APPENDED);
    client.encrypt(NONE, SEED);
    engine.ivs().are(GcmIv.DAEMON);
    assertThat(seal(OURS).output()).hasSize(SEALED);
  }

  @Test
  void aMechanismCanBeHidden() throws Exception {
    assertThat(cryptoki.mechanisms(client.slot())).contains(Ck.CKM_AES_CMAC);
    engine.hideMechanism(Ck.CKM_AES_CMAC);
    assertThat(cryptoki.mechanisms(client.slot()))
        .doesNotContain(Ck.CKM_AES_CMAC)
        .contains(Ck.CKM_AES_GCM);
    assertRefused(
        Ckr.CKR_MECHANISM_INVALID, () -> cryptoki.mechanismInfo(client.slot(), Ck.CKM_AES_CMAC));
  }

  private GcmOutput seal(byte[] iv) throws Exception {
    return cryptoki.encryptGcm(client.session(), new AesGcm(iv, NONE, 16), client.key(), SEED);
  }
}
