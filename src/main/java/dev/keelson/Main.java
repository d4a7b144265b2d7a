package dev.keelson;

import dev.keelson.cli.KeelsonCommand;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The process's entry and its only exit.
public final class Main {
  private Main() {}

  static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(KeelsonCommand.execute(args));
  }
}
