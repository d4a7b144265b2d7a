package dev.keelson.config;

import dev.keelson.host.SocketSettings;
import dev.keelson.kek.KeyringName;
import dev.keelson.kek.RotationSettings;
import dev.keelson.secret.PinSource;
import dev.keelson.token.CanarySettings;
import dev.keelson.token.LaneSettings;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.TokenSelector;
import java.nio.file.Path;

/// A whole, valid configuration: what one daemon is to serve, from where, to whom.
///
/// @param stateDir what the daemon remembers across restarts, such as refused PINs
public record KeelsonConfig(
    KeyringName keyring,
    ModuleSettings module,
    TokenSelector token,
    PinSource pin,
    LaneSettings lanes,
    CanarySettings canary,
    RotationSettings rotation,
    SocketSettings socket,
    Path stateDir) {
  static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/keelson");
}
