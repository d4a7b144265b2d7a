package dev.keelson.cli.token;

import dev.keelson.cli.RefusedException;
import dev.keelson.token.TokenSelector;
import dev.keelson.token.TokenSlot;
import dev.keelson.token.TokenState;
import java.util.List;
import java.util.Optional;

/// Which token `keelson token init` may make, or make anew.
///
/// @param wanted by the configuration
/// @param serial of the one that is named, which alone may hold keys
record InitTarget(TokenSelector wanted, Optional<String> serial) {

  TokenSlot among(List<TokenSlot> tokens) throws RefusedException {
    refuseAnotherThanWanted();
    return serial.isPresent() ? named(tokens, serial.get()) : blank(tokens);
  }

  private void refuseAnotherThanWanted() throws RefusedException {
    var other = wanted.serial().filter(one -> serial.isPresent() && !serial.get().equals(one));
    if (other.isPresent()) {
      throw new RefusedException(
          "the configuration means the token with serial '" + other.get() + "', not that one",
          "mend token.serial, or --serial");
    }
  }

  private static TokenSlot named(List<TokenSlot> tokens, String serial) throws RefusedException {
    List<TokenSlot> found =
        tokens.stream().filter(token -> token.info().serial().equals(serial)).toList();
    if (found.size() != 1) {
      throw new RefusedException(
          found.size() + " tokens have the serial '" + serial + "'",
          "see which there are: keelson token list --config FILE");
    }
    return found.getFirst();
  }

  private TokenSlot blank(List<TokenSlot> tokens) throws RefusedException {
    Optional<TokenSlot> present =
        tokens.stream()
            .filter(token -> TokenState.of(token.info()) != TokenState.BLANK)
            .filter(token -> wanted.selects(token.info().label(), token.info().serial()))
            .findFirst();
    if (present.isPresent()) {
      throw new RefusedException(
          "there is the token "
              + present.get()
              + " already; made anew, it would lose every key on it for ever",
          "to use it: keelson token show --config FILE; to lose what is on it: --serial "
              + present.get().info().serial());
    }
    return tokens.stream()
        .filter(token -> TokenState.of(token.info()) == TokenState.BLANK)
        .filter(token -> wanted.serial().map(token.info().serial()::equals).orElse(true))
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                "the module shows no slot with a blank token"
                    + wanted.serial().map(one -> " of serial '" + one + "'").orElse(""),
                "make one with the vendor's tool (partition, application); a SoftHSM token gets its"
                    + " serial when it is made: leave token.serial out until then"));
  }
}
