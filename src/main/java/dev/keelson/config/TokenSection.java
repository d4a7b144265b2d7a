package dev.keelson.config;

import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinPrompt;
import dev.keelson.secret.PinSource;
import dev.keelson.token.TokenSelector;
import java.util.Optional;

/// `token`: which one, and where its PIN comes from. No fault quotes a value: it may be the PIN.
final class TokenSection {
  static final Keys KEYS =
      Keys.of("label", "serial", "pin-file", "pin-prompt")
          .echoingNothing()
          .refusing(
              "pin",
              "a PIN does not belong in this file, which is copied, shown and backed up",
              "change the PIN, write the new one into a file of mode 0400, name it in pin-file");

  /// The sizes of `CK_TOKEN_INFO` (PKCS#11 v2.40 §3.2): longer, and no token can ever match.
  private static final Kind<String> LABEL = Kinds.text("a token's label", 32);

  private static final Kind<String> SERIAL = Kinds.text("a token's serial", 16);

  private static final Kind<PinSource> PIN_FILE =
      new Kind<>(
          Kinds.ABSOLUTE_PATH.noun(),
          "write the whole path of a file that holds the PIN, such as /etc/keelson/pin",
          text -> new PinFile(Kinds.ABSOLUTE_PATH.reader().apply(text)));

  private static final Kind<String> TRUE =
      Kind.matching("'true'", "true", text -> text)
          .fix("write 'pin-prompt: true', or leave the key out and name a pin-file");

  private static final PinSource PROMPT = new PinPrompt("PIN of the token");

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
    var file = token.optional("pin-file", PIN_FILE);
    var prompt = token.optional("pin-prompt", TRUE).map(_ -> PROMPT);
    if (token.mentions("pin-file") && token.mentions("pin-prompt")) {
      token.fault("pin-prompt", "pin-file is there too", "keep one of them");
    }
    if (!token.mentions("pin-file") && !token.mentions("pin-prompt") && !token.mentions("pin")) {
      token.fault("neither pin-file nor pin-prompt", "name a pin-file; a daemon has no terminal");
    }
    return file.or(() -> prompt);
  }
}
