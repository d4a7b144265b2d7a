package dev.keelson.cli.probe;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A report for people: a line for each check, then the numbers.
public record TextReport(Marks marks) {
  private static final int WIDTH =
      Arrays.stream(Rule.values()).mapToInt(rule -> rule.id().length()).max().orElseThrow();

  /// With marks that the terminal can show.
  public static String of(Report report) {
    return new TextReport(Marks.of(System.out.charset())).text(report);
  }

  String text(Report report) {
    return report.checks().stream().map(this::lines).collect(Collectors.joining())
        + '\n'
        + summary(report)
        + report.load().map(load -> load(report.settings(), load)).orElse("");
  }

  private String lines(Check check) {
    String line =
        marks.of(check.verdict()) + ' ' + pad(check.rule().id(), WIDTH + 2) + check.seen();
    return check.verdict() == Verdict.FAILED ? line + "\n" + advice(check) : line + '\n';
  }

  private String advice(Check check) {
    String indent = " ".repeat(marks.passed().length() + 1 + WIDTH + 2);
    return indent
        + "rule: "
        + check.rule().text()
        + '\n'
        + indent
        + "do:   "
        + check.remedy()
        + '\n';
  }

  private static String summary(Report report) {
    return report.address()
        + (report.good() ? " keeps the contract: " : " BREAKS THE CONTRACT: ")
        + report.count(Verdict.PASSED)
        + " passed, "
        + report.count(Verdict.FAILED)
        + " failed, "
        + report.count(Verdict.SKIPPED)
        + " skipped\n";
  }

  private static String load(ProbeSettings settings, LoadResult load) {
    return String.format(
            Locale.ROOT,
            "%d calls, %d outstanding, %.2f s: %.0f calls/s, %d wrong, errors %s%n",
            load.calls(),
            settings.outstanding(),
            load.elapsed().toNanos() / 1e9,
            load.callsPerSecond(),
            load.wrong(),
            load.errors().isEmpty() ? "none" : load.errors())
        + load.encrypt().map(latency -> latency("Encrypt", latency)).orElse("")
        + load.decrypt().map(latency -> latency("Decrypt", latency)).orElse("");
  }

  private static String latency(String rpc, Latency latency) {
    return String.format(
        Locale.ROOT,
        "%s  p50 %s   p95 %s   p99 %s   max %s%n",
        rpc,
        Millis.text(latency.p50()),
        Millis.text(latency.p95()),
        Millis.text(latency.p99()),
        Millis.text(latency.max()));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
