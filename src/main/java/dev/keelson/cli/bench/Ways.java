package dev.keelson.cli.bench;

import dev.keelson.cli.probe.PluginClient;
import dev.keelson.host.ProcessUsage;
import dev.keelson.host.UnixChannel;
import dev.keelson.kms.Contract;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.DirectKek;
import dev.keelson.token.TokenException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The two ways to the key.
///
/// @param direct empty when only the daemon may use the token
/// @param pid the daemon's, when it is known
record Ways(
    UnixChannel channel,
    PluginClient client,
    Optional<DirectKek> direct,
    OptionalLong pid,
    SecureRandom random) {
  private static final int SEEDS = 64;

  Optional<Team> directTeam(int outstanding) throws TokenException {
    if (direct.isEmpty()) {
      return Optional.empty();
    }
    DirectKek kek = direct.get();
    int threads = Math.min(outstanding, kek.mostSessions());
    List<Caller<?>> callers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      callers.add(new Caller<>(new DirectDoor(kek.session()), seeds()));
    }
    return Optional.of(new DirectTeam(callers));
  }

  Team socketTeam(int outstanding) {
    return new SocketTeam(
        Stream.generate(() -> new SocketCaller(channel, client, seeds()))
            .limit(outstanding)
            .toList());
  }

  /// Distinct ones, for one caller.
  private List<SecretBytes> seeds() {
    return Stream.generate(this::seed).limit(SEEDS).toList();
  }

  private SecretBytes seed() {
    byte[] bytes = new byte[Contract.SEED_BYTES];
    random.nextBytes(bytes);
    return SecretBytes.takeOver(bytes);
  }

  Optional<ProcessUsage> daemon() {
    return pid.isPresent() ? ProcessUsage.of(pid.getAsLong()) : Optional.empty();
  }

  Optional<Duration> daemonCpu() {
    return daemon().map(ProcessUsage::cpu);
  }
}
