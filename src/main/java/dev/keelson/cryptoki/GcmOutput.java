package dev.keelson.cryptoki;

/// What `C_Encrypt` gave with `CKM_AES_GCM`.
///
/// @param iv as it stands in `CK_GCM_PARAMS` afterwards
/// @param output ciphertext and tag, and what the token puts behind them
@SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
public record GcmOutput(byte[] iv, byte[] output) {}
