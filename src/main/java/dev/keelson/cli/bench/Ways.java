package dev.keelson.cli.bench;

import dev.keelson.cli.probe.PluginClient;
import dev.keelson.host.ProcessUsage;
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
    PluginClient client, Optional<DirectKek> direct, OptionalLong pid, SecureRandom random) {

  /// A platform thread for each session: a call into the module occupies its thread.
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
    return Optional.of(new Team(callers, Thread.ofPlatform().name("direct").daemon().factory()));
  }

  Team socketTeam(int outstanding) {
    List<Caller<?>> callers =
        Stream.<Caller<?>>generate(() -> new Caller<>(new SocketDoor(client), seeds()))
            .limit(outstanding)
            .toList();
    return new Team(callers, Thread.ofVirtual().name("socket").factory());
  }

  private List<SecretBytes> seeds() {
    return Team.seeds(random, Contract.SEED_BYTES);
  }

  Optional<ProcessUsage> daemon() {
    return pid.isPresent() ? ProcessUsage.of(pid.getAsLong()) : Optional.empty();
  }

  Optional<Duration> daemonCpu() {
    return daemon().map(ProcessUsage::cpu);
  }
}
