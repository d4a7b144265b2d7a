package dev.keelson.cryptoki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.token.SoftHsm;
import dev.keelson.token.SoftHsmTools;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The binding on a real SoftHSM.
class NativeCryptokiTest {
  @TempDir private static Path dir;
  private static SoftHsm hsm;

  private Cryptoki cryptoki;
  private long slot;
  private long session;

  @BeforeAll
  static void makeAToken() throws Exception {
    hsm = SoftHsm.in(dir).withToken("keelson ü", Instant.parse("2026-11-01T00:00:00Z"), "prod");
  }

  @BeforeEach
  void logIn() throws Exception {
    cryptoki = hsm.cryptoki();
    cryptoki.initialize();
    slot = cryptoki.slotsWithToken().getFirst();
    session = cryptoki.openSession(slot);
    try (var pin = SoftHsm.pin(SoftHsm.PIN)) {
      cryptoki.login(session, Ck.CKU_USER, pin.revealBytes());
    }
  }

  @AfterEach
  void finish() throws Exception {
    cryptoki.finish();
  }

  @Nested
  class ATokensInfo {
    private static final Pattern SHOWN =
        Pattern.compile(
            "Slot (\\d+)\\n.*?Token info:\\n\\s+Manufacturer ID:([^\\n]*)\\n\\s+Model:([^\\n]*)\\n"
                + ".*?Serial number:([^\\n]*)\\n\\s+Initialized:([^\\n]*)\\n"
                + "\\s+User PIN init.:([^\\n]*)\\n\\s+Label:([^\\n]*)\\n",
            Pattern.DOTALL);

    @Test
    void isWhatSofthsm2UtilShows() throws Exception {
      List<MatchResult> shown = SHOWN.matcher(new SoftHsmTools(hsm).showSlots()).results().toList();
      assertThat(cryptoki.slotsWithToken())
          .hasSize(2)
          .containsExactlyInAnyOrderElementsOf(
              shown.stream().map(match -> Long.valueOf(match.group(1))).toList());
      for (MatchResult match : shown) {
        TokenInfo info = cryptoki.tokenInfo(Long.parseLong(match.group(1)));
        assertThat(info.manufacturer()).isEqualTo(match.group(2).strip());
        assertThat(info.model()).isEqualTo(match.group(3).strip());
        assertThat(info.serial()).isEqualTo(match.group(4).strip());
        assertThat(info.label()).isEqualTo(match.group(7).strip());
        assertThat(yes(info.has(Ck.CKF_TOKEN_INITIALIZED))).isEqualTo(match.group(5).strip());
        assertThat(yes(info.has(Ck.CKF_USER_PIN_INITIALIZED))).isEqualTo(match.group(6).strip());
      }
    }

    @Test
    void tellsThatSoftHsmNeitherCountsNorLimitsSessions() throws Exception {
      assertThat(cryptoki.tokenInfo(slot).sessions())
          .isEqualTo(new TokenInfo.Sessions(-1, 0, -1, 0));
      assertThat(cryptoki.tokenInfo(slot).has(Ck.CKF_TOKEN_LOGIN_REQUIRED)).isTrue();
    }

    /// SoftHSM.cpp: MIN_PIN_LEN and MAX_PIN_LEN.
    @Test
    void tellsHowLongAPinMayBeAndWhichFirmwareItIs() throws Exception {
      assertThat(cryptoki.tokenInfo(slot).pinLength()).isEqualTo(new TokenInfo.PinLength(4, 255));
      assertThat(cryptoki.tokenInfo(slot).firmware()).matches("2\\.\\d\\d?");
    }

    @Test
    void hasTheTimeOnlyOfATokenWithAClock() throws Exception {
      TokenInfo info = cryptoki.tokenInfo(slot);
      assertThat(info.clock().isPresent()).isEqualTo(info.has(Ck.CKF_CLOCK_ON_TOKEN));
    }

    private static String yes(boolean flag) {
      return flag ? "yes" : "no";
    }
  }

  @Nested
  class ATokensMechanisms {
    @Test
    void tellWhatTheyCanDo() throws Exception {
      assertThat(cryptoki.mechanisms(slot))
          .hasSizeGreaterThan(20)
          .doesNotHaveDuplicates()
          .contains(Ck.CKM_AES_GCM, Ck.CKM_AES_KEY_GEN, Ck.CKM_SHA256_HMAC);
      var gcm = cryptoki.mechanismInfo(slot, Ck.CKM_AES_GCM);
      assertThat(gcm.has(Ck.CKF_ENCRYPT)).isTrue();
      assertThat(gcm.has(Ck.CKF_GENERATE)).isFalse();
      assertThat(gcm.minKeySize()).isEqualTo(16);
      assertThat(gcm.maxKeySize()).isEqualTo(32);
    }
  }

  @Nested
  class APin {
    @Test
    void isChangedOnlyByWhoKnowsIt() throws Exception {
      long writable = cryptoki.openWritableSession(slot);
      byte[] now = SoftHsm.PIN.getBytes(UTF_8);
      byte[] next = "another pin".getBytes(UTF_8);
      assertThatThrownBy(() -> cryptoki.setPin(writable, next, now))
          .hasMessageContaining("C_SetPIN")
          .hasMessageContaining("CKR_PIN_INCORRECT");
      cryptoki.setPin(writable, now, next);
      try {
        cryptoki.logout(session);
        cryptoki.login(session, Ck.CKU_USER, next);
      } finally {
        cryptoki.setPin(writable, next, now);
      }
    }
  }

  @Nested
  class AnObjectsAttributes {
    @Test
    void areReadAsTheyWereSet() throws Exception {
      var read = cryptoki.attributes(session, aesKey("kék"), List.of(Cka.values()));
      assertThat(read.text(Cka.CKA_LABEL)).isEqualTo("kék");
      assertThat(read.flag(Cka.CKA_ENCRYPT)).contains(true);
      assertThat(read.flag(Cka.CKA_DECRYPT)).contains(false);
      assertThat(read.flag(Cka.CKA_TOKEN)).contains(false);
      assertThat(read.number(Cka.CKA_KEY_TYPE)).hasValue(Ck.CKK_AES);
      assertThat(read.number(Cka.CKA_VALUE_LEN)).hasValue(16);
    }

    @Test
    void canBeBytes() throws Exception {
      long key = aesKey("kek");
      assertThat(cryptoki.attributes(session, key, List.of(Cka.CKA_ID)).hex(Cka.CKA_ID)).isEmpty();
      cryptoki.setAttributes(
          session, key, new Template().bytes(Cka.CKA_ID, new byte[] {0, (byte) 0xAB}));
      assertThat(cryptoki.attributes(session, key, List.of(Cka.CKA_ID)).hex(Cka.CKA_ID))
          .isEqualTo("00ab");
    }

    /// Between the two steps of a read, a value may come or go.
    @Test
    void areReadWholeWhileAnotherSessionWritesThem() throws Exception {
      long key = aesKey("kek");
      long writing = cryptoki.openSession(slot);
      var written =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
              writeId(writing, key, new byte[i % 2 * 8]);
            }
          });
      Set<String> read = new TreeSet<>();
      while (!written.isDone()) {
        read.add(cryptoki.attributes(session, key, List.of(Cka.CKA_ID)).hex(Cka.CKA_ID));
      }
      written.get();
      assertThat(read).containsExactly("", "00".repeat(8));
    }

    private void writeId(long writing, long key, byte[] id) {
      try {
        cryptoki.setAttributes(writing, key, new Template().bytes(Cka.CKA_ID, id));
      } catch (CkException e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void areAbsentWhenTheyWereNotAskedOrHaveAnotherForm() throws Exception {
      var read = cryptoki.attributes(session, aesKey("kek"), List.of(Cka.CKA_LABEL));
      assertThat(read.flag(Cka.CKA_ENCRYPT)).isEmpty();
      assertThat(read.number(Cka.CKA_VALUE_LEN)).isEmpty();
      assertThat(read.text(Cka.CKA_ID)).isEmpty();
      assertThat(read.flag(Cka.CKA_LABEL)).isEmpty();
      assertThat(read.number(Cka.CKA_LABEL)).isEmpty();
    }

    @Test
    void thatAnObjectLacksDoNotHideTheOthers() throws Throwable {
      long data =
          KnownObject.create(
              SoftHsm.LIBRARY,
              session,
              new Template().number(Cka.CKA_CLASS, 0).text(Cka.CKA_LABEL, "some data"),
              new byte[] {1});
      var read =
          cryptoki.attributes(
              session, data, List.of(Cka.CKA_ENCRYPT, Cka.CKA_LABEL, Cka.CKA_VALUE_LEN));
      assertThat(read.text(Cka.CKA_LABEL)).isEqualTo("some data");
      assertThat(read.flag(Cka.CKA_ENCRYPT)).isEmpty();
      assertThat(read.number(Cka.CKA_VALUE_LEN)).isEmpty();
    }
  }

  @Nested
  class Finding {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 130})
    void givesEveryObjectHoweverMany(int count) throws Exception {
      for (int i = 0; i < count; i++) {
        aesKey("one of many");
      }
      aesKey("another");
      assertThat(cryptoki.findObjects(session, new Template().text(Cka.CKA_LABEL, "one of many")))
          .hasSize(count)
          .doesNotHaveDuplicates();
    }
  }

  @Nested
  class AesGcm {
    /// Test case 16 of "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, appendix B.
    @Test
    void givesTheAnswersOfItsSpecification() throws Throwable {
      long key = knownKey("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
      var mechanism =
          new Mechanism.AesGcm(
              hex("cafebabefacedbaddecaf888"), hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"), 16);
      byte[] plaintext =
          hex(
              "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                  + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
      byte[] sealed =
          hex(
              "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                  + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                  + "76fc6ece0f4e1768cddf8853bb2d551b");
      assertThat(cryptoki.encrypt(session, mechanism, key, plaintext)).isEqualTo(sealed);
      assertThat(cryptoki.decrypt(session, mechanism, key, sealed)).isEqualTo(plaintext);
    }

    private long knownKey(String value) throws Throwable {
      var template =
          new Template()
              .number(Cka.CKA_CLASS, Ck.CKO_SECRET_KEY)
              .number(Cka.CKA_KEY_TYPE, Ck.CKK_AES)
              .yes(Cka.CKA_ENCRYPT)
              .yes(Cka.CKA_DECRYPT);
      return KnownObject.create(SoftHsm.LIBRARY, session, template, hex(value));
    }
  }

  private long aesKey(String label) throws CkException {
    return cryptoki.generateKey(
        session,
        new Mechanism.Plain(Ck.CKM_AES_KEY_GEN),
        new Template()
            .number(Cka.CKA_VALUE_LEN, 16)
            .text(Cka.CKA_LABEL, label)
            .yes(Cka.CKA_ENCRYPT)
            .no(Cka.CKA_DECRYPT)
            .no(Cka.CKA_TOKEN));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
