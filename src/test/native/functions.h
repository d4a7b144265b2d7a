/* CK_FUNCTION_LIST in the standard's order (PKCS#11 v2.40 §3.6), one line for each function:
 *
 *   X(name, number of arguments, what it is, place of its output)
 *
 * An output's length comes in the argument after it; 0 stands for no output. Every argument of
 * every function is an integer or a pointer, so that all may be handed on as CK_ULONGs.
 */
#ifndef FAULTS_FUNCTIONS_H
#define FAULTS_FUNCTIONS_H

enum {
  PLAIN = 0,
  SLOT = 1,    /* its first argument is a slot */
  SESSION = 2, /* its first argument is a session */
  OBJECT = 4,  /* it is given a key or another object */
  CRYPTO = 8   /* a device computes here, and takes its time */
};

#define FUNCTIONS(X)                                       \
  X(C_Initialize, 1, PLAIN, 0)                             \
  X(C_Finalize, 1, PLAIN, 0)                               \
  X(C_GetInfo, 1, PLAIN, 0)                                \
  X(C_GetFunctionList, 1, PLAIN, 0)                        \
  X(C_GetSlotList, 3, PLAIN, 1)                            \
  X(C_GetSlotInfo, 2, SLOT, 0)                             \
  X(C_GetTokenInfo, 2, SLOT, 0)                            \
  X(C_GetMechanismList, 3, SLOT, 1)                        \
  X(C_GetMechanismInfo, 3, SLOT, 0)                        \
  X(C_InitToken, 4, SLOT, 0)                               \
  X(C_InitPIN, 3, SESSION, 0)                              \
  X(C_SetPIN, 5, SESSION, 0)                               \
  X(C_OpenSession, 5, SLOT, 0)                             \
  X(C_CloseSession, 1, SESSION, 0)                         \
  X(C_CloseAllSessions, 1, SLOT, 0)                        \
  X(C_GetSessionInfo, 2, SESSION, 0)                       \
  X(C_GetOperationState, 3, SESSION, 1)                    \
  X(C_SetOperationState, 5, SESSION, 0)                    \
  X(C_Login, 4, SESSION, 0)                                \
  X(C_Logout, 1, SESSION, 0)                               \
  X(C_CreateObject, 4, SESSION, 0)                         \
  X(C_CopyObject, 5, SESSION | OBJECT, 0)                  \
  X(C_DestroyObject, 2, SESSION | OBJECT, 0)               \
  X(C_GetObjectSize, 3, SESSION | OBJECT, 0)               \
  X(C_GetAttributeValue, 4, SESSION | OBJECT, 0)           \
  X(C_SetAttributeValue, 4, SESSION | OBJECT, 0)           \
  X(C_FindObjectsInit, 3, SESSION, 0)                      \
  X(C_FindObjects, 4, SESSION, 0)                          \
  X(C_FindObjectsFinal, 1, SESSION, 0)                     \
  X(C_EncryptInit, 3, SESSION | OBJECT, 0)                 \
  X(C_Encrypt, 5, SESSION | CRYPTO, 3)                     \
  X(C_EncryptUpdate, 5, SESSION | CRYPTO, 3)               \
  X(C_EncryptFinal, 3, SESSION | CRYPTO, 1)                \
  X(C_DecryptInit, 3, SESSION | OBJECT, 0)                 \
  X(C_Decrypt, 5, SESSION | CRYPTO, 3)                     \
  X(C_DecryptUpdate, 5, SESSION | CRYPTO, 3)               \
  X(C_DecryptFinal, 3, SESSION | CRYPTO, 1)                \
  X(C_DigestInit, 2, SESSION, 0)                           \
  X(C_Digest, 5, SESSION | CRYPTO, 3)                      \
  X(C_DigestUpdate, 3, SESSION | CRYPTO, 0)                \
  X(C_DigestKey, 2, SESSION | OBJECT | CRYPTO, 0)          \
  X(C_DigestFinal, 3, SESSION | CRYPTO, 1)                 \
  X(C_SignInit, 3, SESSION | OBJECT, 0)                    \
  X(C_Sign, 5, SESSION | CRYPTO, 3)                        \
  X(C_SignUpdate, 3, SESSION | CRYPTO, 0)                  \
  X(C_SignFinal, 3, SESSION | CRYPTO, 1)                   \
  X(C_SignRecoverInit, 3, SESSION | OBJECT, 0)             \
  X(C_SignRecover, 5, SESSION | CRYPTO, 3)                 \
  X(C_VerifyInit, 3, SESSION | OBJECT, 0)                  \
  X(C_Verify, 5, SESSION | CRYPTO, 0)                      \
  X(C_VerifyUpdate, 3, SESSION | CRYPTO, 0)                \
  X(C_VerifyFinal, 3, SESSION | CRYPTO, 0)                 \
  X(C_VerifyRecoverInit, 3, SESSION | OBJECT, 0)           \
  X(C_VerifyRecover, 5, SESSION | CRYPTO, 3)               \
  X(C_DigestEncryptUpdate, 5, SESSION | CRYPTO, 3)         \
  X(C_DecryptDigestUpdate, 5, SESSION | CRYPTO, 3)         \
  X(C_SignEncryptUpdate, 5, SESSION | CRYPTO, 3)           \
  X(C_DecryptVerifyUpdate, 5, SESSION | CRYPTO, 3)         \
  X(C_GenerateKey, 5, SESSION | CRYPTO, 0)                 \
  X(C_GenerateKeyPair, 8, SESSION | CRYPTO, 0)             \
  X(C_WrapKey, 6, SESSION | OBJECT | CRYPTO, 4)            \
  X(C_UnwrapKey, 8, SESSION | OBJECT | CRYPTO, 0)          \
  X(C_DeriveKey, 6, SESSION | OBJECT | CRYPTO, 0)          \
  X(C_SeedRandom, 3, SESSION, 0)                           \
  X(C_GenerateRandom, 3, SESSION, 0)                       \
  X(C_GetFunctionStatus, 1, SESSION, 0)                    \
  X(C_CancelFunction, 1, SESSION, 0)                       \
  X(C_WaitForSlotEvent, 3, PLAIN, 0)

#define AT(name, arity, traits, output) AT_##name,
enum function { FUNCTIONS(AT) FUNCTION_COUNT };
#undef AT

#endif
