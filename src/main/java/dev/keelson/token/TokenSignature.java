package dev.keelson.token;

import java.security.PublicKey;

/// What a token signed: ECDSA on P-256 with SHA-256.
///
/// @param key what it verifies with
/// @param raw the signature's two numbers, one after the other (PKCS#11 v2.40 mechanisms, §2.3.1)
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record TokenSignature(PublicKey key, byte[] raw) {}
