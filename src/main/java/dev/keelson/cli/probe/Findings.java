package dev.keelson.cli.probe;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects the checks of one probe, each rule once.
final class Findings {
  private final Map<Rule, Check> checks = new EnumMap<>(Rule.class);

  /// A call to the plugin.
  @FunctionalInterface
  interface Call<A> {
    A ask() throws CallFailedException;
  }

  void passed(Rule rule, String seen) {
    record(rule, Verdict.PASSED, seen);
  }

  void failed(Rule rule, String seen) {
    record(rule, Verdict.FAILED, seen);
  }

  void failed(Rule rule, String seen, String remedy) {
    checks.put(rule, new Check(rule, Verdict.FAILED, seen, remedy));
  }

  void skipped(Rule rule, String why) {
    record(rule, Verdict.SKIPPED, why);
  }

  /// Failed when there is a fault, else passed with what was seen.
  void judge(Rule rule, Optional<String> fault, String seen) {
    fault.ifPresentOrElse(f -> failed(rule, f), () -> passed(rule, seen));
  }

  /// Records whether the call was answered; a failure also ends what builds on the answer.
  <A> A answer(Rule rule, Call<A> call) throws CallFailedException {
    long start = System.nanoTime();
    try {
      A answer = call.ask();
      passed(rule, "answered in " + Millis.text(Duration.ofNanos(System.nanoTime() - start)));
      return answer;
    } catch (CallFailedException e) {
      failed(rule, e.what());
      throw e;
    }
  }

  /// Every rule in order; those that nobody came to are skipped.
  List<Check> all() {
    return Arrays.stream(Rule.values()).map(this::of).toList();
  }

  private Check of(Rule rule) {
    return checks.getOrDefault(
        rule, new Check(rule, Verdict.SKIPPED, "not tried after the failure above", rule.remedy()));
  }

  private void record(Rule rule, Verdict verdict, String seen) {
    checks.put(rule, new Check(rule, verdict, seen, rule.remedy()));
  }
}
