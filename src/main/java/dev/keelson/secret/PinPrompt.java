package dev.keelson.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;

/// A PIN that a person types at the terminal, without echo.
///
/// @param prompt what the person is asked for
public record PinPrompt(String prompt) implements PinSource {

  @Override
  public Pin read() throws PinUnreadableException {
    return typed(prompt);
  }

  /// Asks twice, for a PIN that is to be: what nobody saw being typed may have a slip in it.
  public Pin readTwice() throws PinUnreadableException {
    Pin pin = typed(prompt);
    try (Pin again = typed(prompt + " once more")) {
      if (!pin.sameAs(again)) {
        throw new PinUnreadableException("two different PINs were typed", "type it again");
      }
      return pin;
    } catch (PinUnreadableException | RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  @SuppressWarnings(
      "SystemConsoleNull") // JDK 25 went back to null without a terminal (JDK-8351435)
  private static Pin typed(String prompt) throws PinUnreadableException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new PinUnreadableException(
          "the PIN is to be typed, but there is no terminal",
          "run keelson in a terminal, or name a file: token.pin-file");
    }
    char[] typed = console.readPassword("%s: ", prompt);
    if (typed == null || typed.length == 0) {
      throw new PinUnreadableException("no PIN was typed", "type the PIN, then Enter");
    }
    var encoded = ByteBuffer.allocate(Pin.MAX_BYTES);
    var result = UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
    Arrays.fill(typed, '\0');
    byte[] utf8 = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    if (result.isError() || result.isOverflow()) {
      Arrays.fill(utf8, (byte) 0);
      throw new PinUnreadableException(
          "the PIN typed is longer than " + Pin.MAX_BYTES + " bytes or not text",
          "type the PIN again");
    }
    return new Pin(SecretBytes.takeOver(utf8));
  }
}
