package dev.keelson;

import dev.keelson.cli.KeelsonCommand;
import dev.keelson.cli.PlainServe;
import java.util.Locale;

/// The process's entry and its only exit.
public final class Main {
  private Main() {}

  static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(PlainServe.of(args).map(PlainServe::run).orElseGet(() -> execute(args)));
  }

  private static int execute(String... args) {
    Preparation.bridgeLogs();
    return KeelsonCommand.commandLine().execute(args);
  }
}
