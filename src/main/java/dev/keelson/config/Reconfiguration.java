package dev.keelson.config;

import dev.keelson.host.SocketSettings;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/// What of another configuration a running daemon takes: who may do what. What it stands on, its
/// token, sockets and threads, only a new process takes, whose socket systemd holds meanwhile.
public final class Reconfiguration {
  /// A key of the file, as it is written there, dots between its sections.
  private record Key(String name, BiPredicate<KeelsonConfig, KeelsonConfig> differs) {
    static Key of(String name, Function<KeelsonConfig, Object> value) {
      return new Key(name, (one, other) -> !value.apply(one).equals(value.apply(other)));
    }

    /// Of two issuers; where one has none, `issuer` as a whole differs.
    static Key ofIssuer(String name, Function<IssuerConfig, Object> value) {
      Key both = of(name, config -> config.issuer().map(value));
      return new Key(
          name,
          (one, other) ->
              one.issuer().isPresent()
                  && other.issuer().isPresent()
                  && both.differs().test(one, other));
    }
  }

  private static final List<Key> LIVE =
      List.of(
          Key.of("socket.allow-uids", config -> config.socket().uids()),
          Key.of("recovery.recipients", KeelsonConfig::recovery),
          Key.of("ledger.mode", config -> config.ledger().mode()),
          Key.ofIssuer("issuer.profiles", issuer -> issuer.settings().profiles()),
          Key.ofIssuer("issuer.allow", issuer -> issuer.rules().allow()),
          Key.ofIssuer("issuer.admins", issuer -> issuer.rules().admins()),
          Key.ofIssuer("issuer.rate", IssuerConfig::rate));

  private static final List<Key> FIXED =
      List.of(
          Key.of("keyring", KeelsonConfig::keyring),
          Key.of("state-dir", KeelsonConfig::stateDir),
          Key.of("module", KeelsonConfig::module),
          Key.of("token", config -> List.of(config.token(), config.pin())),
          Key.of("lanes", KeelsonConfig::lanes),
          Key.of("canary", KeelsonConfig::canary),
          Key.of("rotation", KeelsonConfig::rotation),
          Key.of("failover", KeelsonConfig::failover),
          Key.of("ledger.checkpoint-interval", config -> config.ledger().checkpoints()),
          Key.of("socket.address", config -> config.socket().address()),
          Key.of("socket.mode", config -> config.socket().mode()),
          Key.of("socket.group", config -> config.socket().group()),
          Key.of("management", KeelsonConfig::management),
          Key.of("issuer", config -> config.issuer().isPresent()),
          Key.ofIssuer("issuer.socket", issuer -> place(issuer.socket())),
          Key.ofIssuer("issuer.crl-file", issuer -> issuer.settings().crlFile()),
          Key.ofIssuer("issuer.crl-life", issuer -> issuer.settings().crlLife()));

  private Reconfiguration() {}

  private static List<Object> place(SocketSettings socket) {
    return List.of(socket.address(), socket.mode(), socket.group());
  }

  /// The keys that differ and that a running daemon takes.
  public static List<String> taken(KeelsonConfig running, KeelsonConfig wanted) {
    return differing(LIVE, running, wanted);
  }

  /// The keys that differ and that only a new process takes.
  public static List<String> left(KeelsonConfig running, KeelsonConfig wanted) {
    return differing(FIXED, running, wanted);
  }

  private static List<String> differing(
      List<Key> keys, KeelsonConfig running, KeelsonConfig wanted) {
    return keys.stream().filter(key -> key.differs().test(running, wanted)).map(Key::name).toList();
  }

  /// Every key that is compared.
  static Stream<String> keys() {
    return Stream.concat(LIVE.stream(), FIXED.stream()).map(Key::name);
  }
}
