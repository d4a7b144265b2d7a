package dev.keelson.config;

import dev.keelson.secret.PinCredential;
import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import dev.keelson.token.TokenSelector;
import java.util.List;
import java.util.Optional;

/// `token`: which one, and where its PIN comes from. No fault quotes a value: it may be the PIN.
final class TokenSection {
  static final Keys KEYS =
      Keys.of("label", "serial", "pin-file", "pin-prompt", "pin-credential", "pin-source")
          .echoingNothing()
          .refusing(
              "pin",
              "a PIN does not belong in this file, which is copied, shown and backed up",
              "change the PIN, write the new one into a file of mode 0400, name it in pin-file");

  /// The sizes of `CK_TOKEN_INFO` (PKCS#11 v2.40 §3.2): longer, and no token can ever match.
  private static final Kind<String> LABEL = Kinds.text("a token's label", 32);

  private static final Kind<String> SERIAL = Kinds.text("a token's serial", 16);

  private static final Kind<PinSource> FILE =
      new Kind<>(
          Kinds.ABSOLUTE_PATH.noun(),
          "write the whole path of a file that holds the PIN, such as /etc/keelson/pin",
          text -> new PinFile(Kinds.ABSOLUTE_PATH.reader().apply(text)));

  private static final Kind<PinSource> PROMPT =
      Kind.<PinSource>matching("'true'", "true", _ -> new PinPrompt("PIN of the token"))
          .fix("write 'pin-prompt: true', or leave the key out and name a pin-file");

  private static final Kind<PinSource> CREDENTIAL =
      new Kind<>(
          "a credential's name",
          "write its name in the unit's LoadCredentialEncrypted=, such as keelson.pin",
          PinCredential::new);

  private record PinKey(String name, Kind<PinSource> kind) {}

  private static final List<PinKey> PIN_KEYS =
      List.of(
          new PinKey("pin-file", FILE),
          new PinKey("pin-prompt", PROMPT),
          new PinKey("pin-credential", CREDENTIAL),
          new PinKey("pin-source", PinSourceUri.KIND));

  private TokenSection() {}

  static Optional<TokenSelector> selector(Section token) {
    var label = token.optional("label", LABEL);
    var serial = token.optional("serial", SERIAL);
    if (!token.mentions("label") && !token.mentions("serial")) {
      token.fault("neither label nor serial", "choose the token by one of them, or both");
    }
    return label.isEmpty() && serial.isEmpty()
        ? Optional.empty()
        : Optional.of(new TokenSelector(label, serial));
  }

  static Optional<PinSource> pin(Section token) {
    List<PinKey> there = PIN_KEYS.stream().filter(key -> token.mentions(key.name())).toList();
    if (there.isEmpty() && !token.mentions("pin")) {
      token.fault(
          "no pin-file, pin-prompt, pin-credential or pin-source",
          "name a pin-file; under systemd, a pin-credential");
    }
    there.stream().skip(1).forEach(extra -> refuse(extra, there.getFirst(), token));
    var read = there.stream().map(key -> token.optional(key.name(), key.kind())).toList();
    return read.stream().flatMap(Optional::stream).findFirst();
  }

  private static void refuse(PinKey extra, PinKey first, Section token) {
    token.fault(extra.name(), first.name() + " is there too", "keep one of them");
  }
}
