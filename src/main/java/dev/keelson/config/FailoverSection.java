package dev.keelson.config;

import dev.keelson.token.FailoverSettings;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.TokenPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `failover`: other tokens with copies of the keys.
final class FailoverSection {
  static final Keys KEYS = Keys.of("standby", "hand-back");

  private static final Keys STANDBY = Keys.of("module", "token");

  private static final Kind<Duration> HAND_BACK =
      Kinds.DURATION
          .accepted(handBack -> new FailoverSettings(List.of(), handBack))
          .fix("write one with its unit, 0s to 24h, or leave the key out for 1m");

  private FailoverSection() {}

  /// @param module of the preferred token
  static FailoverSettings read(Section failover, Optional<ModuleSettings> module) {
    Set<Path> libraries = new HashSet<>();
    module.map(ModuleSettings::path).ifPresent(libraries::add);
    List<TokenPlace> standby = new ArrayList<>();
    for (Section one : failover.sections("standby", STANDBY)) {
      place(one, libraries).ifPresent(standby::add);
    }
    var handBack = failover.optional("hand-back", HAND_BACK);
    return new FailoverSettings(standby, handBack.orElse(FailoverSettings.DEFAULT_HAND_BACK));
  }

  /// One module, one token: a module is finalised when a token of it is lost, and the others of it
  /// would be lost with it.
  private static Optional<TokenPlace> place(Section one, Set<Path> libraries) {
    var module = one.section("module", ModuleSection.KEYS).flatMap(ModuleSection::read);
    var token = one.section("token", TokenSection.KEYS);
    var selector = token.flatMap(TokenSection::selector);
    var pin = token.flatMap(TokenSection::pin);
    if (module.isPresent() && !libraries.add(module.get().path())) {
      one.fault(
          "module",
          "the library of another token of this file",
          "let the vendor's own high availability join tokens of one library; or copy the library,"
              + " and name the copy");
      return Optional.empty();
    }
    return module.isEmpty() || selector.isEmpty() || pin.isEmpty()
        ? Optional.empty()
        : Optional.of(new TokenPlace(module.get(), selector.get(), pin.get()));
  }
}
