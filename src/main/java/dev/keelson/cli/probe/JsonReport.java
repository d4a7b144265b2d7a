package dev.keelson.cli.probe;

import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A report for programs. Members are added, never renamed or removed, as long as `format` is 1:
///
/// ```json
/// {
///   "format": 1,
///   "socket": "unix:///run/keelson/kms.sock",
///   "good": true,
///   "reachable": true,
///   "checks": [
///     {"name": "socket", "verdict": "passed", "seen": "…", "rule": "…", "remedy": "…"}
///   ],
///   "load": {
///     "calls": 100, "outstanding": 1, "elapsed_us": 31000, "calls_per_second": 3225.8,
///     "wrong": 0, "errors": {"UNAVAILABLE": 2},
///     "encrypt": {"p50_us": 210, "p95_us": 350, "p99_us": 500, "max_us": 800},
///     "decrypt": {"p50_us": 190, "p95_us": 320, "p99_us": 480, "max_us": 700}
///   }
/// }
/// ```
///
/// `checks` has every rule, `verdict` is passed, failed or skipped, `remedy` is there when it
/// failed. `load` is missing when there was none, `encrypt` and `decrypt` when none was answered.
final class JsonReport {
  private static final int FORMAT = 1;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private JsonReport() {}

  static String text(Report report) {
    ObjectNode root =
        MAPPER
            .createObjectNode()
            .put("format", FORMAT)
            .put("socket", report.address().toString())
            .put("good", report.good())
            .put("reachable", report.reachable());
    var checks = root.putArray("checks");
    report.checks().forEach(check -> describe(checks.addObject(), check));
    report.load().ifPresent(load -> describe(root.putObject("load"), report.settings(), load));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + '\n';
  }

  private static void describe(ObjectNode node, Check check) {
    node.put("name", check.rule().id())
        .put("verdict", check.verdict().toString())
        .put("seen", check.seen())
        .put("rule", check.rule().text());
    if (check.verdict() == Verdict.FAILED) {
      node.put("remedy", check.remedy());
    }
  }

  private static void describe(ObjectNode node, ProbeSettings settings, LoadResult load) {
    node.put("calls", load.calls())
        .put("outstanding", settings.outstanding())
        .put("elapsed_us", micros(load.elapsed()))
        .put("calls_per_second", load.callsPerSecond())
        .put("wrong", load.wrong());
    ObjectNode errors = node.putObject("errors");
    load.errors().forEach(errors::put);
    load.encrypt().ifPresent(latency -> describe(node.putObject("encrypt"), latency));
    load.decrypt().ifPresent(latency -> describe(node.putObject("decrypt"), latency));
  }

  private static void describe(ObjectNode node, Latency latency) {
    node.put("p50_us", micros(latency.p50()))
        .put("p95_us", micros(latency.p95()))
        .put("p99_us", micros(latency.p99()))
        .put("max_us", micros(latency.max()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
