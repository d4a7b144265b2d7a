package dev.keelson.enrollment.keep;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The metrics of one pair, in Prometheus's text format (version 0.0.4).
///
/// @param file tells pairs of one profile apart
record MetricsText(String profile, String file) {

  String of(Look look, Tally tally, Instant now) {
    var out = new StringBuilder();
    Optional<Pair> pair = look.pair();
    out.append(head("not_after_seconds", "gauge", "End of the installed certificate."));
    out.append(line("not_after_seconds", "", seconds(pair.map(Pair::notAfter))));
    out.append(head("not_before_seconds", "gauge", "Beginning of the installed certificate."));
    out.append(line("not_before_seconds", "", seconds(pair.map(Pair::notBefore))));
    out.append(head("state", "gauge", "1 for the state that the pair is in."));
    for (State state : State.values()) {
      out.append(line("state", label("state", state.label()), state == look.state() ? 1 : 0));
    }
    out.append(head("renewals_total", "counter", "Pairs that were installed."));
    out.append(line("renewals_total", "", tally.renewals()));
    out.append(head("refusals_total", "counter", "Renewals that came to nothing."));
    tally
        .refusals()
        .forEach(
            (cause, count) -> out.append(line("refusals_total", label("cause", cause), count)));
    out.append(
        head("last_success_seconds", "gauge", "When a look last found or made a good pair."));
    out.append(line("last_success_seconds", "", seconds(tally.lastGood())));
    out.append(
        head(
            "survives_outage_seconds",
            "gauge",
            "How long the issuer and its HSM may be away before the installed certificate ends."));
    out.append(line("survives_outage_seconds", "", left(pair, now)));
    return out.toString();
  }

  private static long left(Optional<Pair> pair, Instant now) {
    return pair.map(one -> Math.max(0, Duration.between(now, one.notAfter()).toSeconds()))
        .orElse(0L);
  }

  /// 0 for what is not there: an alert on the end of a certificate fires then, too.
  private static long seconds(Optional<Instant> time) {
    return time.map(Instant::getEpochSecond).orElse(0L);
  }

  private static String head(String name, String type, String help) {
    return "# HELP keelson_cert_"
        + name
        + " "
        + help
        + "\n"
        + "# TYPE keelson_cert_"
        + name
        + " "
        + type
        + "\n";
  }

  private String line(String name, String more, long value) {
    return "keelson_cert_"
        + name
        + "{"
        + label("profile", profile)
        + ","
        + label("file", file)
        + (more.isEmpty() ? "" : "," + more)
        + "} "
        + value
        + "\n";
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }
}
