package dev.keelson.cli.token;

import dev.keelson.cli.RefusedException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What a person reads beside the output, and types: at the terminal, else at standard input.
@Command // or picocli would not take it for a mixin
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Typing {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private @Nullable BufferedReader input;

  void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /// A text that nothing else tells to be right.
  String lineTwice(String what) throws IOException, RefusedException {
    String once = line(what);
    if (once.isEmpty() || !once.equals(line(what + " once more"))) {
      throw new RefusedException(
          "two different texts were typed, or none: nothing is done", "try again");
    }
    return once;
  }

  /// So that a destruction is of what was meant.
  void requireTypedBack(String serial, String consequence) throws IOException, RefusedException {
    if (serial.isEmpty() || !serial.equals(line(consequence + " Type its serial " + serial))) {
      throw new RefusedException("something else was typed: nothing is done", "try again");
    }
  }

  @SuppressWarnings(
      "SystemConsoleNull") // JDK 25 went back to null without a terminal (JDK-8351435)
  private String line(String question) throws IOException {
    Console console = System.console();
    String typed;
    if (console != null && console.isTerminal()) {
      typed = console.readLine("%s: ", question);
    } else {
      say(question + ":");
      typed = standardInput().readLine();
    }
    return typed == null ? "" : typed;
  }

  private BufferedReader standardInput() {
    if (input == null) {
      input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    return input;
  }
}
