package dev.keelson.health;

import java.time.Duration;
import java.time.Instant;

/// A generation of the keyring.
///
/// @param keyIdHash as kube-apiserver's metrics name the key_id
/// @param state `pending`, `active` or `retired`
/// @param age since the activation; negative before it
public record GenerationHealth(
    String keyId, String keyIdHash, int number, String state, Instant activation, Duration age) {}
