package dev.keelson.cli.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// A report for people.
final class BenchText {
  private static final String NONE = "–";
  private static final String FORM = "%-7s %4s %9s %8s %8s %8s %9s %7s  %10s %8s  %7s %6s%n";

  private BenchText() {}

  static String of(BenchReport report) {
    return head(report)
        + table(report)
        + report.rows().stream().map(BenchText::fewerThreads).collect(Collectors.joining())
        + daemon(report.daemon())
        + plots(report)
        + report.rows().stream().map(BenchText::faults).collect(Collectors.joining())
        + budgets(report);
  }

  private static String head(BenchReport report) {
    var subject = report.subject();
    return String.format(
        Locale.ROOT,
        "%s on %s, %d processors for client and daemon%n%s%n%s%n%n",
        subject.keyId(),
        subject.socket(),
        subject.processors(),
        loop(report.settings().rate()),
        report.hasDirect()
            ? "direct: C_Encrypt and C_Decrypt from this process, a thread and session per caller,"
                + " in turn with the socket"
            : "direct: not measured, so there is no ratio");
  }

  private static String loop(OptionalInt rate) {
    return rate.isPresent()
        ? "open loop, "
            + rate.getAsInt()
            + " calls/s: times count from when a call was due, this client's lateness included"
        : "closed loop: a caller asks again when it was answered, so this is service time; a stall"
            + " keeps calls from being made, see --rate";
  }

  private static String table(BenchReport report) {
    return String.format(
            Locale.ROOT,
            FORM,
            "",
            "",
            "socket",
            "",
            "",
            "",
            "",
            "daemon",
            "direct",
            "",
            "p50 is",
            "rate")
        + String.format(
            Locale.ROOT,
            FORM,
            "µs",
            "at",
            "calls/s",
            "p50",
            "p95",
            "p99",
            "max",
            "CPU",
            "calls/s",
            "p50",
            "direct",
            "share")
        + report.rows().stream().map(BenchText::line).collect(Collectors.joining());
  }

  private static String line(Row row) {
    Optional<Figures> direct = row.direct().map(Row.Direct::figures);
    var latency = row.socket().latency();
    return String.format(
        Locale.ROOT,
        FORM,
        row.rpc(),
        row.outstanding(),
        rate(row.socket()),
        latency.map(it -> Micros.text(it.p50())).orElse(NONE),
        latency.map(it -> Micros.text(it.p95())).orElse(NONE),
        latency.map(it -> Micros.text(it.p99())).orElse(NONE),
        latency.map(it -> Micros.text(it.max())).orElse(NONE),
        row.socket().cpuPerCall().map(Micros::text).orElse(NONE),
        direct.map(BenchText::rate).orElse(NONE),
        direct.flatMap(Figures::latency).map(it -> Micros.text(it.p50())).orElse(NONE),
        row.timesDirect().map(it -> String.format(Locale.ROOT, "%.1f ×", it)).orElse(NONE),
        row.shareOfDirect()
            .map(it -> String.format(Locale.ROOT, "%.0f %%", 100 * it))
            .orElse(NONE));
  }

  private static String fewerThreads(Row row) {
    return row.direct()
        .map(Row.Direct::threads)
        .filter(threads -> threads < row.outstanding())
        .map(threads ->
            String.format(
                Locale.ROOT,
                "%s at %d: direct with %d threads, the token has no more sessions%n",
                row.rpc(),
                row.outstanding(),
                threads))
        .orElse("");
  }

  private static String rate(Figures figures) {
    return String.format(Locale.ROOT, "%,.0f", figures.callsPerSecond());
  }

  private static String daemon(BenchReport.Daemon daemon) {
    return daemon
        .usage()
        .map(usage ->
            String.format(
                Locale.ROOT,
                "%ndaemon (pid %d): %.1f MiB resident, %.1f MiB at most%n",
                daemon.pid().orElse(0),
                mebibytes(usage.residentBytes()),
                mebibytes(usage.peakBytes())))
        .orElse(
            "\ndaemon: its process is not known, so neither CPU nor memory; name it by --pid\n");
  }

  private static double mebibytes(long bytes) {
    return bytes / (1024.0 * 1024.0);
  }

  /// Of the first number of callers: more of them wait for one another.
  private static String plots(BenchReport report) {
    return report.rows().stream()
        .filter(row -> row.outstanding() == report.rows().getFirst().outstanding())
        .map(row ->
            String.format(
                Locale.ROOT,
                "%n%s over the socket, %d outstanding%n%s",
                row.rpc(),
                row.outstanding(),
                Plot.text(row.socket().bars())))
        .collect(Collectors.joining());
  }

  private static String faults(Row row) {
    if (row.good()) {
      return "";
    }
    String direct = row.direct().map(it -> ", direct " + faults(it.figures().faults())).orElse("");
    return String.format(
        Locale.ROOT,
        "%n%s at %d FAILED: socket %s%s%n",
        row.rpc(),
        row.outstanding(),
        faults(row.socket().faults()),
        direct);
  }

  private static String faults(Faults faults) {
    return faults.none() ? "good" : faults.wrong() + " wrong answers, errors " + faults.errors();
  }

  private static String budgets(BenchReport report) {
    return report.outcomes().stream()
        .map(outcome -> outcome.text() + '\n')
        .collect(Collectors.joining("", "\n", ""));
  }
}
