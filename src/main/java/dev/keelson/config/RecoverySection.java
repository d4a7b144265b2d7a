package dev.keelson.config;

import dev.keelson.recovery.Recipient;
import dev.keelson.recovery.RecoverySettings;
import java.util.ArrayList;
import java.util.List;

/// `recovery`: who gets a copy of every seed.
final class RecoverySection {
  static final Keys KEYS = Keys.of("recipients");

  /// The keys are read with the file, so that a daemon never starts with one that it cannot use.
  private static final Kind<Recipient> RECIPIENT =
      new Kind<>(
          "the whole path of a public key's file",
          "name a PEM file of one RSA public key of 3072 to 8192 bits, as docs/recovery.md makes it",
          text -> Recipient.read(Kinds.ABSOLUTE_PATH.reader().apply(text)));

  private RecoverySection() {}

  static RecoverySettings of(Section root) {
    return root.mentions("recovery")
        ? root.section("recovery", KEYS).map(RecoverySection::read).orElse(RecoverySettings.NONE)
        : RecoverySettings.NONE;
  }

  /// A section without recipients would be believed to make copies.
  private static RecoverySettings read(Section recovery) {
    if (!recovery.mentions("recipients")) {
      recovery.fault("recipients", "required, but missing", RECIPIENT.fix());
    }
    List<Recipient> seen = new ArrayList<>();
    var each = RECIPIENT.accepted(one -> requireRoom(one, seen));
    recovery.list("recipients", each);
    return new RecoverySettings(seen);
  }

  /// Tells the fault at the line of the one that is too many.
  private static void requireRoom(Recipient one, List<Recipient> seen) {
    List<Recipient> all = new ArrayList<>(seen);
    all.add(one);
    var _ = new RecoverySettings(all);
    seen.add(one);
  }
}
