package dev.keelson.cli.token;

import dev.keelson.cli.TextTable;
import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.token.LoginUser;
import dev.keelson.token.PinCount;
import dev.keelson.token.SeenSlot;
import dev.keelson.token.SilentSlot;
import dev.keelson.token.TokenSlot;
import dev.keelson.token.TokenState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A token as `keelson token list` prints it; the component names are the JSON's.
///
/// @param warnings what the token says of wrong PINs
/// @param chosen whether the configuration means this one
/// @param error why the slot does not tell its token; empty when it does
record TokenRow(
    long slot,
    String label,
    String serial,
    String manufacturer,
    String model,
    String firmware,
    String state,
    List<String> warnings,
    String chosen,
    String error) {
  private static final List<String> HEAD = List.of("LABEL", "SERIAL", "MODEL", "STATE", "CHOSEN");

  static TokenRow of(SeenSlot seen, String chosen) {
    return switch (seen) {
      case TokenSlot token -> of(token.slot(), token.info(), chosen);
      case SilentSlot silent ->
          new TokenRow(
              silent.slot(),
              "",
              "",
              "",
              "",
              "",
              "unknown",
              List.of(),
              chosen,
              String.valueOf(silent.cause().getMessage()));
    };
  }

  private static TokenRow of(long slot, TokenInfo info, String chosen) {
    return new TokenRow(
        slot,
        info.label(),
        info.serial(),
        info.manufacturer(),
        info.model(),
        info.firmware(),
        TokenState.of(info).toString(),
        warnings(info),
        chosen,
        "");
  }

  private static List<String> warnings(TokenInfo info) {
    return Arrays.stream(LoginUser.values())
        .filter(user -> PinCount.of(info, user) != PinCount.NONE)
        .map(user -> PinCount.of(info, user).inWords(user))
        .toList();
  }

  static String table(List<TokenRow> rows) {
    return new TextTable(HEAD, rows.stream().map(TokenRow::cells).toList()).toString();
  }

  private List<String> cells() {
    List<String> states = new ArrayList<>(List.of(state));
    states.addAll(warnings);
    if (!error.isEmpty()) {
      states.add("slot " + slot + ": " + error);
    }
    return List.of(label, serial, model, String.join(", ", states), chosen);
  }
}
