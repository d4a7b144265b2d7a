package dev.keelson.cli.token;

import dev.keelson.cli.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// [TokenReport] as people read it.
final class TokenText {
  private static final List<String> MECHANISMS =
      List.of("MECHANISM", "AVAILABLE", "KEY SIZES", "OPERATIONS");
  private static final List<String> SUITES = List.of("SUITE", "ALLOWED");

  private TokenText() {}

  static String of(TokenReport report) {
    return Stream.of(
            new TextTable(List.of("TOKEN", report.token().label()), facts(report)),
            new TextTable(
                MECHANISMS, report.mechanisms().stream().map(MechanismRow::cells).toList()),
            new TextTable(SUITES, report.suites().stream().map(SuiteRow::cells).toList()))
        .map(TextTable::toString)
        .collect(Collectors.joining("\n\n"));
  }

  private static List<List<String>> facts(TokenReport report) {
    TokenRow token = report.token();
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("serial", token.serial()));
    facts.add(List.of("manufacturer", token.manufacturer()));
    facts.add(List.of("model", token.model()));
    facts.add(List.of("firmware", token.firmware()));
    facts.add(List.of("slot", Long.toString(token.slot())));
    facts.add(List.of("state", token.state()));
    report.flags().forEach(flag -> facts.add(List.of("flag", flag)));
    report.pin_counts().forEach(count -> facts.add(List.of("wrong PINs", count)));
    facts.add(List.of("PIN length", report.pin_length().toString()));
    facts.add(List.of("sessions", report.sessions().words()));
    report.fuses().forEach(fuse -> facts.add(List.of("PIN fuse", fuse.words())));
    return facts;
  }
}
