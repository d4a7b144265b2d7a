package dev.keelson.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.token.SoftHsm;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A refusal carries the standard's names.
class CkExceptionTest {
  @TempDir private Path dir;
  private Cryptoki cryptoki;

  @BeforeEach
  void initialise() throws Exception {
    cryptoki = SoftHsm.in(dir).cryptoki();
    cryptoki.initialize();
  }

  @AfterEach
  void finish() throws Exception {
    cryptoki.finish();
  }

  @Test
  void namesTheFunctionAndTheCode() {
    assertThatThrownBy(() -> cryptoki.tokenInfo(4_711))
        .isInstanceOfSatisfying(
            CkException.class,
            e -> {
              assertThat(e.function()).isEqualTo(Fn.C_GET_TOKEN_INFO);
              assertThat(e.is(Ckr.CKR_SLOT_ID_INVALID)).isTrue();
              assertThat(e.is(Ckr.CKR_GENERAL_ERROR)).isFalse();
            })
        .hasMessage("C_GetTokenInfo returned CKR_SLOT_ID_INVALID");
  }

  @Test
  void comesFromEveryKindOfCall() {
    assertRefused(() -> cryptoki.openSession(4_711), "C_OpenSession", "CKR_SLOT_ID_INVALID");
    assertRefused(() -> cryptoki.closeSession(99), "C_CloseSession", "CKR_SESSION_HANDLE_INVALID");
    assertRefused(
        () -> cryptoki.login(99, Ck.CKU_USER, new byte[4]),
        "C_Login",
        "CKR_SESSION_HANDLE_INVALID");
    assertRefused(
        () -> cryptoki.findObjects(99, new Template()),
        "C_FindObjectsInit",
        "CKR_SESSION_HANDLE_INVALID");
    var gcm = new Mechanism.AesGcm(new byte[12], new byte[0], 16);
    assertRefused(
        () -> cryptoki.encrypt(99, gcm, 1, new byte[1]),
        "C_EncryptInit",
        "CKR_SESSION_HANDLE_INVALID");
  }

  @Test
  void tellsASecondInitialisation() {
    assertRefused(cryptoki::initialize, "C_Initialize", "CKR_CRYPTOKI_ALREADY_INITIALIZED");
  }

  @Test
  void tellsThatNothingWasInitialised() throws Exception {
    cryptoki.finish();
    try {
      assertRefused(cryptoki::slotsWithToken, "C_GetSlotList", "CKR_CRYPTOKI_NOT_INITIALIZED");
    } finally {
      cryptoki.initialize();
    }
  }

  @Test
  void showsAVendorsOwnCodeAsItsNumber() {
    assertThat(new CkException(Fn.C_ENCRYPT, 0x8000_0001L))
        .hasMessage("C_Encrypt returned CK_RV 0x80000001");
  }

  private static void assertRefused(ThrowingCallable call, String function, String code) {
    assertThatThrownBy(call)
        .isInstanceOf(CkException.class)
        .hasMessage(function + " returned " + code);
  }
}
