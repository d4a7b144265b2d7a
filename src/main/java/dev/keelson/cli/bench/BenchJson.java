package dev.keelson.cli.bench;

import dev.keelson.cli.probe.Latency;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A report for programs. Members are added, never renamed or removed, as long as `format` is 1:
///
/// ```json
/// {
///   "format": 1, "good": true, "loop": "closed",
///   "socket": "unix:///run/keelson/kms.sock", "key_id": "prod/1/…", "processors": 2,
///   "daemon": {"pid": 4711, "resident_bytes": 99000000, "peak_bytes": 99000000},
///   "rows": [
///     {"rpc": "encrypt", "outstanding": 1, "times_direct_p50": 2.5, "share_of_direct": 0.4,
///      "socket": {"calls": 9000, "calls_per_second": 3000.5, "cpu_per_call_ns": 140000,
///        "p50_ns": 200000, "p95_ns": 350000, "p99_ns": 500000, "max_ns": 800000,
///        "wrong": 0, "errors": {},
///        "histogram": [{"from_ns": 150000, "to_ns": 220000, "calls": 9000}]},
///      "direct": {"threads": 1, "calls": 90000, "…": "as in socket"}}
///   ],
///   "budgets": [{"name": "p50_at_1", "rpc": "encrypt", "value": 2.5, "limit": 3, "met": true}]
/// }
/// ```
///
/// `loop` is closed, or open with `rate` beside it. What is not known is missing: the members of
/// `daemon`, `direct`, `cpu_per_call_ns`, a ratio, the times when no call was answered. `budgets`
/// is empty when `good` is false.
final class BenchJson {
  private static final int FORMAT = 1;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private BenchJson() {}

  static String of(BenchReport report) {
    var subject = report.subject();
    ObjectNode root =
        MAPPER
            .createObjectNode()
            .put("format", FORMAT)
            .put("good", report.good())
            .put("loop", report.settings().rate().isPresent() ? "open" : "closed");
    report.settings().rate().ifPresent(rate -> root.put("rate", rate));
    root.put("socket", subject.socket().toString())
        .put("key_id", subject.keyId())
        .put("processors", subject.processors());
    describe(root.putObject("daemon"), report.daemon());
    var rows = root.putArray("rows");
    report.rows().forEach(row -> describe(rows.addObject(), row));
    var budgets = root.putArray("budgets");
    report.outcomes().forEach(outcome -> describe(budgets.addObject(), outcome));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + '\n';
  }

  private static void describe(ObjectNode node, BenchReport.Daemon daemon) {
    daemon.pid().ifPresent(pid -> node.put("pid", pid));
    daemon
        .usage()
        .ifPresent(usage ->
            node.put("resident_bytes", usage.residentBytes()).put("peak_bytes", usage.peakBytes()));
  }

  private static void describe(ObjectNode node, Row row) {
    node.put("rpc", row.rpc().id()).put("outstanding", row.outstanding());
    row.timesDirect().ifPresent(times -> node.put("times_direct_p50", times));
    row.shareOfDirect().ifPresent(share -> node.put("share_of_direct", share));
    describe(node.putObject("socket"), row.socket());
    row.direct()
        .ifPresent(direct ->
            describe(node.putObject("direct").put("threads", direct.threads()), direct.figures()));
  }

  private static void describe(ObjectNode node, Figures figures) {
    node.put("calls", figures.calls()).put("calls_per_second", figures.callsPerSecond());
    figures.cpuPerCall().map(Duration::toNanos).ifPresent(cpu -> node.put("cpu_per_call_ns", cpu));
    figures.latency().ifPresent(latency -> describe(node, latency));
    node.put("wrong", figures.faults().wrong());
    ObjectNode errors = node.putObject("errors");
    figures.faults().errors().forEach(errors::put);
    var histogram = node.putArray("histogram");
    figures.bars().forEach(bar -> describe(histogram.addObject(), bar));
  }

  private static void describe(ObjectNode node, Latency latency) {
    node.put("p50_ns", latency.p50().toNanos())
        .put("p95_ns", latency.p95().toNanos())
        .put("p99_ns", latency.p99().toNanos())
        .put("max_ns", latency.max().toNanos());
  }

  private static void describe(ObjectNode node, Bar bar) {
    node.put("from_ns", bar.from().toNanos())
        .put("to_ns", bar.to().toNanos())
        .put("calls", bar.calls());
  }

  private static void describe(ObjectNode node, Budget.Outcome outcome) {
    node.put("name", outcome.budget().id())
        .put("rpc", outcome.rpc().id())
        .put("value", outcome.value())
        .put("limit", outcome.budget().limit())
        .put("met", outcome.met());
  }
}
