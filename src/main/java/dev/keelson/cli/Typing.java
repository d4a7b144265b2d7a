package dev.keelson.cli;

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
public final class Typing {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private @Nullable BufferedReader input;

  /// For people, not for programs.
  public void say(String text) {
    PrintWriter err = command.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /// A text that nothing else tells to be right.
  public String lineTwice(String what) throws IOException, RefusedException {
    String once = line(what);
    if (once.isEmpty() || !once.equals(line(what + " once more"))) {
      throw new RefusedException(
          "two different texts were typed, or none: nothing is done", "try again");
    }
    return once;
  }

  /// So that what nothing can undo is done to what was meant.
  ///
  /// @param question which names it
  public void requireTypedBack(String name, String question) throws IOException, RefusedException {
    if (name.isEmpty() || !name.equals(line(question))) {
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
