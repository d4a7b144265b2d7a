package dev.keelson.cryptoki;

/// The standard's numbers that are in use (PKCS#11 v2.40, `pkcs11t.h`).
public final class Ck {
  public static final long CKF_OS_LOCKING_OK = 0x2;
  public static final long CKF_RW_SESSION = 0x2;
  public static final long CKF_SERIAL_SESSION = 0x4;

  public static final long CKF_TOKEN_LOGIN_REQUIRED = 0x4;
  public static final long CKF_USER_PIN_INITIALIZED = 0x8;
  public static final long CKF_TOKEN_INITIALIZED = 0x400;

  public static final long CKF_USER_PIN_COUNT_LOW = 0x10000;
  public static final long CKF_SO_PIN_COUNT_LOW = 0x100000;

  public static final long CKU_SO = 0;
  public static final long CKU_USER = 1;

  public static final long CKO_SECRET_KEY = 4;
  public static final long CKK_AES = 0x1F;

  public static final long CKM_AES_KEY_GEN = 0x1080;
  public static final long CKM_AES_GCM = 0x1087;

  private Ck() {}
}
