package dev.keelson.cli.bench;

import dev.keelson.cli.probe.Latency;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What Keelson promises on SoftHSM.
enum Budget {
  P50_AT_1(1, 3, "p50 %s at 1: %.1f × direct (budget: at most %.0f ×)") {
    @Override
    Optional<Double> of(Row row) {
      return row.timesDirect();
    }
  },
  RATE_AT_64(64, 50, "rate of %s at 64: %.0f %% of direct (budget: at least %.0f %%)") {
    @Override
    Optional<Double> of(Row row) {
      return row.shareOfDirect().map(share -> 100 * share);
    }

    @Override
    double excess(double value) {
      return limit() - value;
    }
  },
  P99_AT_1(1, 10, "p99 %s at 1: %.2f ms (budget: at most %.0f ms)") {
    @Override
    Optional<Double> of(Row row) {
      return row.socket().latency().map(Latency::p99).map(p99 -> p99.toNanos() / 1e6);
    }
  };

  private final int outstanding;
  private final double limit;
  private final String form;

  Budget(int outstanding, double limit, String form) {
    this.outstanding = outstanding;
    this.limit = limit;
    this.form = form;
  }

  /// A budget, and how it was kept.
  record Outcome(Budget budget, Rpc rpc, double value) {
    boolean met() {
      return budget.excess(value) <= 0;
    }

    String text() {
      return String.format(Locale.ROOT, budget.form, rpc, value, budget.limit)
          + (met() ? ": met" : ": MISSED");
    }
  }

  /// Of those that the rows can tell of.
  static List<Outcome> outcomes(List<Row> rows) {
    return Arrays.stream(values()).flatMap(budget -> budget.outcome(rows).stream()).toList();
  }

  /// Of the two RPCs the worse one counts.
  private Optional<Outcome> outcome(List<Row> rows) {
    ToDoubleFunction<Outcome> excess = outcome -> excess(outcome.value());
    return rows.stream()
        .filter(row -> row.outstanding() == outstanding)
        .flatMap(row -> of(row).map(value -> new Outcome(this, row.rpc(), value)).stream())
        .max(Comparator.comparingDouble(excess));
  }

  abstract Optional<Double> of(Row row);

  /// How far a value is on the wrong side of the limit; negative on the right one.
  double excess(double value) {
    return value - limit;
  }

  double limit() {
    return limit;
  }

  /// As the JSON names it.
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
