package dev.keelson.config;

import dev.keelson.console.ManagementAddress;
import dev.keelson.host.SocketSettings;
import dev.keelson.kek.KeyringName;
import dev.keelson.kek.RotationSettings;
import dev.keelson.ledger.LedgerPolicy;
import dev.keelson.recovery.RecoverySettings;
import dev.keelson.secret.PinSource;
import dev.keelson.token.CanarySettings;
import dev.keelson.token.FailoverSettings;
import dev.keelson.token.LaneSettings;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.TokenPlace;
import dev.keelson.token.TokenSelector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A whole, valid configuration: what one daemon is to serve, from where, to whom.
///
/// @param stateDir where the daemon keeps what it must remember across restarts
public record KeelsonConfig(
    KeyringName keyring,
    Path stateDir,
    ModuleSettings module,
    TokenSelector token,
    PinSource pin,
    LaneSettings lanes,
    CanarySettings canary,
    RotationSettings rotation,
    FailoverSettings failover,
    RecoverySettings recovery,
    LedgerPolicy ledger,
    SocketSettings socket,
    ManagementAddress management,
    Optional<IssuerConfig> issuer) {
  /// As systemd's StateDirectory=keelson makes it.
  public static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/keelson");

  /// Where the keys are, the preferred token first.
  public List<TokenPlace> places() {
    return Stream.concat(Stream.of(new TokenPlace(module, token, pin)), failover.standby().stream())
        .toList();
  }
}
