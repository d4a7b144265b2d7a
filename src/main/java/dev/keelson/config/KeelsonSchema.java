package dev.keelson.config;

import dev.keelson.config.Node.Mapping;
import dev.keelson.console.ManagementAddress;
import dev.keelson.kek.KeyringName;
import dev.keelson.kek.RotationSettings;
import dev.keelson.ledger.LedgerPolicy;
import dev.keelson.token.CanarySettings;
import dev.keelson.token.FailoverSettings;
import dev.keelson.token.LaneSettings;
import java.nio.file.Path;

/// The whole file. A new section is one class beside the others and one line in each method here.
final class KeelsonSchema {
  static final Keys KEYS =
      Keys.of(
          "profile",
          "keyring",
          "state-dir",
          "module",
          "token",
          "lanes",
          "canary",
          "rotation",
          "failover",
          "recovery",
          "ledger",
          "socket",
          "management",
          "issuer");

  private static final Kind<KeyringName> KEYRING =
      new Kind<>(
          "a keyring's name",
          "write a name for this cluster's keys, such as prod",
          KeyringName::new);

  static final Kind<Path> STATE_DIR =
      Kinds.ABSOLUTE_PATH.fix("write the whole path of a directory of the daemon's own");

  private KeelsonSchema() {}

  static KeelsonConfig bind(Mapping mapping, Faults faults) throws ConfigException {
    Section root = Section.root(Overlay.overItsProfile(mapping, KEYS), KEYS, faults);
    var _ = root.optional("profile", Profile.KNOWN);
    var keyring = root.required("keyring", KEYRING);
    var stateDir = root.optional("state-dir", STATE_DIR);
    var module = root.section("module", ModuleSection.KEYS).flatMap(ModuleSection::read);
    var token = root.section("token", TokenSection.KEYS);
    var selector = token.flatMap(TokenSection::selector);
    var pin = token.flatMap(TokenSection::pin);
    var lanes = root.section("lanes", LanesSection.KEYS).map(LanesSection::read);
    var canary = root.section("canary", CanarySection.KEYS).map(CanarySection::read);
    var rotation = root.section("rotation", RotationSection.KEYS).map(RotationSection::read);
    var failover =
        root.section("failover", FailoverSection.KEYS)
            .map(section -> FailoverSection.read(section, module));
    var recovery = RecoverySection.of(root);
    var ledger = root.section("ledger", LedgerSection.KEYS).map(LedgerSection::read);
    var socket = root.section("socket", SocketSection.KEYS).flatMap(SocketSection::read);
    var management =
        root.section("management", ManagementSection.KEYS).map(ManagementSection::read);
    var issuer = IssuerSection.of(root, stateDir.orElse(KeelsonConfig.DEFAULT_STATE_DIR));
    faults.throwIfAny();
    return new KeelsonConfig(
        keyring.orElseThrow(),
        stateDir.orElse(KeelsonConfig.DEFAULT_STATE_DIR),
        module.orElseThrow(),
        selector.orElseThrow(),
        pin.orElseThrow(),
        lanes.orElse(LaneSettings.DEFAULT),
        canary.orElse(CanarySettings.DEFAULT),
        rotation.orElse(RotationSettings.DEFAULT),
        failover.orElse(FailoverSettings.NONE),
        recovery,
        ledger.orElse(LedgerPolicy.DEFAULT),
        socket.orElseThrow(),
        management.orElse(ManagementAddress.DEFAULT),
        issuer);
  }
}
