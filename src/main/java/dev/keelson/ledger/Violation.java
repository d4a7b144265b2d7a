package dev.keelson.ledger;

/// What is wrong with a ledger, and where.
///
/// @param file its name, in the ledger's directory or of the checkpoint that was kept
/// @param line from 1; 0 when it is about no line
public record Violation(String file, long line, String what) {
  @Override
  public String toString() {
    return (line == 0 ? file : file + ":" + line) + ": " + what;
  }
}
