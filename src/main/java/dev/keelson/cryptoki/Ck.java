package dev.keelson.cryptoki;

/// The standard's numbers that are in use (PKCS#11 v2.40, `pkcs11t.h`).
public final class Ck {
  public static final long CKF_OS_LOCKING_OK = 0x2;
  public static final long CKF_RW_SESSION = 0x2;
  public static final long CKF_SERIAL_SESSION = 0x4;

  public static final long CKF_RNG = 0x1;
  public static final long CKF_WRITE_PROTECTED = 0x2;
  public static final long CKF_TOKEN_LOGIN_REQUIRED = 0x4;
  public static final long CKF_USER_PIN_INITIALIZED = 0x8;
  public static final long CKF_RESTORE_KEY_NOT_NEEDED = 0x20;
  public static final long CKF_CLOCK_ON_TOKEN = 0x40;
  public static final long CKF_PROTECTED_AUTHENTICATION_PATH = 0x100;
  public static final long CKF_DUAL_CRYPTO_OPERATIONS = 0x200;
  public static final long CKF_TOKEN_INITIALIZED = 0x400;

  public static final long CKF_USER_PIN_COUNT_LOW = 0x10000;
  public static final long CKF_USER_PIN_FINAL_TRY = 0x20000;
  public static final long CKF_USER_PIN_LOCKED = 0x40000;
  public static final long CKF_USER_PIN_TO_BE_CHANGED = 0x80000;
  public static final long CKF_SO_PIN_COUNT_LOW = 0x100000;
  public static final long CKF_SO_PIN_FINAL_TRY = 0x200000;
  public static final long CKF_SO_PIN_LOCKED = 0x400000;
  public static final long CKF_SO_PIN_TO_BE_CHANGED = 0x800000;
  public static final long CKF_ERROR_STATE = 0x1000000;

  /// Of mechanisms.
  public static final long CKF_ENCRYPT = 0x100;

  public static final long CKF_DECRYPT = 0x200;
  public static final long CKF_DIGEST = 0x400;
  public static final long CKF_SIGN = 0x800;
  public static final long CKF_VERIFY = 0x2000;
  public static final long CKF_GENERATE = 0x8000;
  public static final long CKF_GENERATE_KEY_PAIR = 0x10000;
  public static final long CKF_WRAP = 0x20000;
  public static final long CKF_UNWRAP = 0x40000;
  public static final long CKF_DERIVE = 0x80000;

  public static final long CKU_SO = 0;
  public static final long CKU_USER = 1;

  public static final long CKO_CERTIFICATE = 1;
  public static final long CKO_PUBLIC_KEY = 2;
  public static final long CKO_PRIVATE_KEY = 3;
  public static final long CKO_SECRET_KEY = 4;
  public static final long CKK_RSA = 0x0;
  public static final long CKK_EC = 0x3;
  public static final long CKK_GENERIC_SECRET = 0x10;
  public static final long CKK_AES = 0x1F;
  public static final long CKK_SHA256_HMAC = 0x2B;

  public static final long CKC_X_509 = 0x0;

  public static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0x0;
  public static final long CKM_RSA_PKCS = 0x1;
  public static final long CKM_RSA_X_509 = 0x3;
  public static final long CKM_RSA_PKCS_OAEP = 0x9;
  public static final long CKM_RSA_PKCS_PSS = 0xD;
  public static final long CKM_SHA256_RSA_PKCS = 0x40;
  public static final long CKM_SHA256 = 0x250;
  public static final long CKM_SHA256_HMAC = 0x251;
  public static final long CKM_GENERIC_SECRET_KEY_GEN = 0x350;
  public static final long CKM_EC_KEY_PAIR_GEN = 0x1040;
  public static final long CKM_ECDSA = 0x1041;
  public static final long CKM_AES_KEY_GEN = 0x1080;
  public static final long CKM_AES_GCM = 0x1087;
  public static final long CKM_AES_CMAC = 0x108A;

  public static final long CKG_MGF1_SHA256 = 0x2;
  public static final long CKZ_DATA_SPECIFIED = 0x1;

  private Ck() {}
}
