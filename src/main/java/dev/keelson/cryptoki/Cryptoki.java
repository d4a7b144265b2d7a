package dev.keelson.cryptoki;

import java.util.List;

/// The module's functions with Java arguments: each throws [CkException] unless it returned
/// `CKR_OK`. Slots, sessions and objects are the standard's handles.
///
/// Session functions are not thread-safe: one session belongs to one thread.
public interface Cryptoki {
  /// `C_Initialize` with `CKF_OS_LOCKING_OK`.
  void initialize() throws CkException;

  /// `C_Finalize`: no other thread may be inside the module.
  void finish() throws CkException;

  /// `C_GetSlotList`: the slots that hold a token.
  List<Long> slotsWithToken() throws CkException;

  /// `C_GetTokenInfo`.
  TokenInfo tokenInfo(long slot) throws CkException;

  /// `C_GetMechanismList`: the types of all mechanisms.
  List<Long> mechanisms(long slot) throws CkException;

  /// `C_GetMechanismInfo`.
  MechanismInfo mechanismInfo(long slot, long type) throws CkException;

  /// `C_InitToken`: destroys every object on the token.
  void initToken(long slot, byte[] soPin, String label) throws CkException;

  /// `C_InitPIN`: sets the user's PIN; the SO is logged in.
  void initPin(long session, byte[] pin) throws CkException;

  /// `C_SetPIN`: changes the PIN of the user who is logged in, or the user's when nobody is.
  void setPin(long session, byte[] was, byte[] willBe) throws CkException;

  /// `C_OpenSession`, read-only.
  long openSession(long slot) throws CkException;

  /// `C_OpenSession` with `CKF_RW_SESSION`.
  long openWritableSession(long slot) throws CkException;

  /// `C_CloseSession`.
  void closeSession(long session) throws CkException;

  /// `C_Login` as `CKU_USER` or `CKU_SO`, for all sessions of the process on this token.
  void login(long session, long user, byte[] pin) throws CkException;

  /// `C_Logout`.
  void logout(long session) throws CkException;

  /// `C_FindObjectsInit`, `C_FindObjects`, `C_FindObjectsFinal`: every object that matches.
  List<Long> findObjects(long session, Template template) throws CkException;

  /// `C_GetAttributeValue`.
  Attributes attributes(long session, long object, List<Cka> types) throws CkException;

  /// `C_SetAttributeValue`, on a writable session.
  void setAttributes(long session, long object, Template template) throws CkException;

  /// `C_DestroyObject`, on a writable session: there is no way back.
  void destroyObject(long session, long object) throws CkException;

  /// `C_CreateObject`, on a writable session.
  void createObject(long session, Template template) throws CkException;

  /// `C_GenerateKey`.
  long generateKey(long session, Mechanism mechanism, Template template) throws CkException;

  /// `C_GenerateKeyPair`.
  void generateKeyPair(long session, Mechanism mechanism, Template publicKey, Template privateKey)
      throws CkException;

  /// `C_EncryptInit`, `C_Encrypt`. After a failure the session may be poisoned: close it.
  byte[] encrypt(long session, Mechanism mechanism, long key, byte[] plaintext) throws CkException;

  /// `C_EncryptInit`, `C_Encrypt` on a token that writes an IV of its own over the one that it is
  /// given. After a failure the session may be poisoned: close it.
  ///
  /// @param mechanism with an IV
  GcmOutput encryptGcm(long session, Mechanism.AesGcm mechanism, long key, byte[] plaintext)
      throws CkException;

  /// `C_DecryptInit`, `C_Decrypt`. After a failure the session may be poisoned: close it.
  byte[] decrypt(long session, Mechanism mechanism, long key, byte[] ciphertext) throws CkException;

  /// `C_SignInit`, `C_Sign`. After a failure the session may be poisoned: close it.
  byte[] sign(long session, Mechanism mechanism, long key, byte[] data) throws CkException;
}
