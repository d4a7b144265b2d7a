package dev.keelson.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// A name that a person has to type once more before something happens that nothing can undo.
///
/// @param name what is to be typed
/// @param deed what happens then, as in "to destroy it for ever"
public record TypedBack(String name, String deed) {

  /// Reads one line from standard input.
  ///
  /// @throws RefusedException when anything else is typed, or nothing
  public void require(PrintWriter err) throws IOException, RefusedException {
    err.println("type " + name + " " + deed + ":");
    err.flush();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (!name.equals(in.readLine())) {
      throw new RefusedException("something else was typed: nothing is done", "try again");
    }
  }
}
