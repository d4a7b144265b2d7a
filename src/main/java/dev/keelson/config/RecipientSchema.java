package dev.keelson.config;

import dev.keelson.config.Node.Mapping;
import dev.keelson.token.TokenPlace;

/// The whole file that describes a recipient's token: of a daemon's configuration, what a token
/// needs.
final class RecipientSchema {
  private static final Keys KEYS = Keys.of("state-dir", "module", "token");

  private RecipientSchema() {}

  static RecipientPlace bind(Mapping mapping, Faults faults) throws ConfigException {
    Section root = Section.root(mapping, KEYS, faults);
    var stateDir = root.optional("state-dir", KeelsonSchema.STATE_DIR);
    var module = root.section("module", ModuleSection.KEYS).flatMap(ModuleSection::read);
    var token = root.section("token", TokenSection.KEYS);
    var selector = token.flatMap(TokenSection::selector);
    var pin = token.flatMap(TokenSection::pin);
    faults.throwIfAny();
    return new RecipientPlace(
        stateDir.orElse(KeelsonConfig.DEFAULT_STATE_DIR),
        new TokenPlace(module.orElseThrow(), selector.orElseThrow(), pin.orElseThrow()));
  }
}
