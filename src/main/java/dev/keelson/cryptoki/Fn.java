package dev.keelson.cryptoki;

/// The functions in use, with their place in `CK_FUNCTION_LIST` (PKCS#11 v2.40 §3.6).
public enum Fn {
  C_INITIALIZE(0, "C_Initialize"),
  C_FINALIZE(1, "C_Finalize"),
  C_GET_SLOT_LIST(4, "C_GetSlotList"),
  C_GET_TOKEN_INFO(6, "C_GetTokenInfo"),
  C_GET_MECHANISM_LIST(7, "C_GetMechanismList"),
  C_GET_MECHANISM_INFO(8, "C_GetMechanismInfo"),
  C_INIT_TOKEN(9, "C_InitToken"),
  C_INIT_PIN(10, "C_InitPIN"),
  C_SET_PIN(11, "C_SetPIN"),
  C_OPEN_SESSION(12, "C_OpenSession"),
  C_CLOSE_SESSION(13, "C_CloseSession"),
  C_LOGIN(18, "C_Login"),
  C_LOGOUT(19, "C_Logout"),
  C_CREATE_OBJECT(20, "C_CreateObject"),
  C_DESTROY_OBJECT(22, "C_DestroyObject"),
  C_GET_ATTRIBUTE_VALUE(24, "C_GetAttributeValue"),
  C_SET_ATTRIBUTE_VALUE(25, "C_SetAttributeValue"),
  C_FIND_OBJECTS_INIT(26, "C_FindObjectsInit"),
  C_FIND_OBJECTS(27, "C_FindObjects"),
  C_FIND_OBJECTS_FINAL(28, "C_FindObjectsFinal"),
  C_ENCRYPT_INIT(29, "C_EncryptInit"),
  C_ENCRYPT(30, "C_Encrypt"),
  C_DECRYPT_INIT(33, "C_DecryptInit"),
  C_DECRYPT(34, "C_Decrypt"),
  C_SIGN_INIT(42, "C_SignInit"),
  C_SIGN(43, "C_Sign"),
  C_GENERATE_KEY(58, "C_GenerateKey"),
  C_GENERATE_KEY_PAIR(59, "C_GenerateKeyPair");

  private final int place;
  private final String standardName;

  Fn(int place, String standardName) {
    this.place = place;
    this.standardName = standardName;
  }

  int place() {
    return place;
  }

  @Override
  public String toString() {
    return standardName;
  }
}
