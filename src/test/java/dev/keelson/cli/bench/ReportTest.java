package dev.keelson.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.probe.Latency;
import dev.keelson.host.ProcessUsage;
import dev.keelson.host.UnixAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final Faults GOOD = new Faults(0, new TreeMap<>());

  @Nested
  class ARow {
    @Test
    void comparesWithTheDirectCall() {
      Row row = row(Rpc.ENCRYPT, 1, figures(300, 1_000), figures(100, 4_000));
      assertThat(row.timesDirect()).contains(3.0);
      assertThat(row.shareOfDirect()).contains(0.25);
    }

    @Test
    void hasNoRatioWithoutADirectCall() {
      Row row = new Row(Rpc.ENCRYPT, 1, Optional.empty(), figures(300, 1_000));
      assertThat(row.timesDirect()).isEmpty();
      assertThat(row.shareOfDirect()).isEmpty();
    }

    @Test
    void sharesTheDaemonsTimeAmongTheCalls() {
      assertThat(figures(300, 1_000).cpuPerCall()).contains(Duration.ofMillis(1));
    }
  }

  @Nested
  class ABudget {
    @Test
    void isJudgedByTheWorseRpc() {
      List<Row> rows =
          List.of(
              row(Rpc.ENCRYPT, 1, figures(200, 900), figures(100, 1_000)),
              row(Rpc.DECRYPT, 1, figures(400, 900), figures(100, 1_000)),
              row(Rpc.ENCRYPT, 64, figures(900, 400), figures(100, 1_000)),
              row(Rpc.DECRYPT, 64, figures(900, 800), figures(100, 1_000)));
      assertThat(Budget.outcomes(rows))
          .extracting(Budget.Outcome::text)
          .containsExactly(
              "p50 Decrypt at 1: 4.0 × direct (budget: at most 3 ×): MISSED",
              "rate of Encrypt at 64: 40 % of direct (budget: at least 50 %): MISSED",
              "p99 Decrypt at 1: 0.80 ms (budget: at most 10 ms): met");
    }

    @Test
    void isMetAtItsLimit() {
      List<Row> rows =
          List.of(
              row(Rpc.ENCRYPT, 1, figures(5_000, 900), figures(1_667, 1_000)),
              row(Rpc.ENCRYPT, 64, figures(900, 500), figures(100, 1_000)));
      assertThat(Budget.outcomes(rows)).allMatch(Budget.Outcome::met).hasSize(3);
    }

    @Test
    void isNotJudgedWhereNothingWasMeasured() {
      assertThat(Budget.outcomes(List.of())).isEmpty();
    }
  }

  @Nested
  class InText {
    @Test
    void namesTheLoopAndTheKey() {
      assertThat(BenchText.of(report(OptionalInt.empty(), good())))
          .contains("closed loop", "prod/1/00", "2 processors", "95.4 MiB resident");
      assertThat(BenchText.of(report(OptionalInt.of(500), good())))
          .contains("open loop, 500 calls/s");
    }

    @Test
    void putsRatiosBesideTheTimes() {
      assertThat(BenchText.of(report(OptionalInt.empty(), good())))
          .containsPattern(
              "Encrypt +1 +1,000 +300 +300 +600 +600 +1,000 +4,000 +100 +3.0 × +25 %\n");
    }

    @Test
    void saysThatThereIsNothingToCompareWith() {
      var alone = new Row(Rpc.ENCRYPT, 1, Optional.empty(), figures(300, 1_000));
      assertThat(BenchText.of(report(OptionalInt.empty(), alone)))
          .contains("direct: not measured")
          .contains("–");
    }

    @Test
    void tellsThatTheTokenHadTooFewSessions() {
      var few =
          new Row(
              Rpc.ENCRYPT,
              64,
              Optional.of(new Row.Direct(9, figures(100, 4_000))),
              figures(300, 1_000));
      assertThat(BenchText.of(report(OptionalInt.empty(), few)))
          .contains("Encrypt at 64: direct with 9 threads");
      assertThat(BenchText.of(report(OptionalInt.empty(), good()))).doesNotContain("threads,");
    }

    @Test
    void showsEveryFault() {
      var errors = new TreeMap<String, Long>();
      errors.put("UNAVAILABLE", 7L);
      var figures =
          new Figures(
              0,
              Duration.ZERO,
              Optional.empty(),
              new Faults(2, errors),
              Optional.empty(),
              List.of());
      var report = report(OptionalInt.empty(), new Row(Rpc.DECRYPT, 16, Optional.empty(), figures));
      assertThat(report.good()).isFalse();
      assertThat(BenchText.of(report))
          .contains("Decrypt at 16 FAILED: socket 2 wrong answers, errors {UNAVAILABLE=7}")
          .doesNotContain("budget");
    }
  }

  @Nested
  class InJson {
    private final JsonNode json =
        JsonMapper.shared().readTree(BenchJson.of(report(OptionalInt.of(9), good())));

    @Test
    void hasTheNumbersAsNumbers() {
      JsonNode row = json.at("/rows/0");
      assertThat(json.get("good").asBoolean()).isTrue();
      assertThat(json.get("rate").asInt()).isEqualTo(9);
      assertThat(row.get("rpc").asString()).isEqualTo("encrypt");
      assertThat(row.at("/socket/p99_ns").asLong()).isEqualTo(600_000);
      assertThat(row.at("/direct/threads").asInt()).isEqualTo(1);
      assertThat(row.get("times_direct_p50").asDouble()).isEqualTo(3.0);
      assertThat(row.at("/socket/histogram/0/calls").asLong()).isEqualTo(1_000);
    }

    @Test
    void hasTheBudgetsOfAClosedLoopAlone() {
      assertThat(json.get("budgets").isEmpty()).isTrue();
      JsonNode closed =
          JsonMapper.shared().readTree(BenchJson.of(report(OptionalInt.empty(), good())));
      assertThat(closed.at("/budgets/0/name").asString()).isEqualTo("p50_at_1");
      assertThat(closed.at("/budgets/0/met").asBoolean()).isTrue();
    }
  }

  private static Row good() {
    return row(Rpc.ENCRYPT, 1, figures(300, 1_000), figures(100, 4_000));
  }

  private static BenchReport report(OptionalInt rate, Row row) {
    return new BenchReport(
        new BenchReport.Subject(UnixAddress.parse("/run/kms.sock"), "prod/1/00", 2),
        new BenchSettings(1, rate),
        List.of(row),
        new BenchReport.Daemon(
            OptionalLong.of(7),
            Optional.of(new ProcessUsage(Duration.ofSeconds(1), 100_000_000, 100_000_000))));
  }

  private static Row row(Rpc rpc, int outstanding, Figures socket, Figures direct) {
    return new Row(rpc, outstanding, Optional.of(new Row.Direct(outstanding, direct)), socket);
  }

  /// A second's worth of calls, whose slowest took twice the median.
  private static Figures figures(long micros, long calls) {
    Duration median = Duration.ofNanos(micros * 1_000);
    return new Figures(
        calls,
        Duration.ofSeconds(1),
        Optional.of(new Latency(median, median, median.multipliedBy(2), median.multipliedBy(2))),
        GOOD,
        Optional.of(Duration.ofSeconds(1)),
        List.of(new Bar(median, median.multipliedBy(2), calls)));
  }
}
