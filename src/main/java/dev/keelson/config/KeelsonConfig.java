package dev.keelson.config;

import dev.keelson.host.SocketSettings;
import dev.keelson.kek.KeyringName;
import dev.keelson.secret.PinSource;
import dev.keelson.token.CanarySettings;
import dev.keelson.token.LaneSettings;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.TokenSelector;

/// A whole, valid configuration: what one daemon is to serve, from where, to whom.
public record KeelsonConfig(
    KeyringName keyring,
    ModuleSettings module,
    TokenSelector token,
    PinSource pin,
    LaneSettings lanes,
    CanarySettings canary,
    SocketSettings socket) {}
