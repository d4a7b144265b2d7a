package dev.keelson.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.health.Snapshot;
import dev.keelson.health.TokenHealth;
import dev.keelson.health.Verdict;
import dev.keelson.ledger.LedgerHealth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final LedgerHealth LEDGER =
      new LedgerHealth(0, 0, 0, false, Optional.empty(), Optional.empty());

  @Test
  void tellOfCallsThatDoNotReturn() {
    String text = scrape(0, token("label 'a'", true, 2, List.of()));
    assertThat(text).contains("\nkeelson_token_lanes_stuck{token=\"label 'a'\"} 2.0\n");
  }

  @Test
  void countTheKeysThatDoNotWork() {
    String text = scrape(0, token("label 'a'", true, 0, List.of("prod/1/aa", "prod/2/bb")));
    assertThat(text).contains("\nkeelson_token_mute_keys{token=\"label 'a'\"} 2.0\n");
  }

  @Test
  void countTheCallsThatAStandbyAnswered() {
    String text = scrape(17, token("label 'a'", true, 0, List.of()));
    assertThat(text).contains("\nkeelson_failover_calls_total 17.0\n");
  }

  /// A clone has the label of its original more often than not.
  @Test
  void tellTokensOfOneLabelApart() {
    String text =
        scrape(
            0,
            token("label 'a'", true, 0, List.of()),
            token("label 'b'", true, 0, List.of()),
            token("label 'a'", false, 0, List.of()));
    assertThat(text)
        .contains(
            "\nkeelson_token_serves{token=\"label 'a'\"} 1.0\n",
            "\nkeelson_token_serves{token=\"label 'b'\"} 1.0\n",
            "\nkeelson_token_serves{token=\"label 'a' #3\"} 0.0\n",
            "\nkeelson_token_recoveries_total{token=\"label 'a' #3\"} 0.0\n");
  }

  private static String scrape(long failovers, TokenHealth... tokens) {
    var snapshot =
        Snapshot.of(
            new Verdict.Good(), new Snapshot.Keys("prod", List.of()), List.of(tokens), failovers);
    return new Metrics(() -> snapshot, () -> LEDGER, () -> 0).scrape();
  }

  private static TokenHealth token(String name, boolean serves, int stuck, List<String> mute) {
    var lanes = new TokenHealth.Lanes(4, 0, stuck, 0, 64, TokenHealth.Waits.NONE);
    return new TokenHealth(
        name,
        serves,
        Optional.empty(),
        new TokenHealth.Song(Optional.of(Duration.ZERO), Optional.of(Duration.ZERO)),
        new TokenHealth.Life(
            lanes, new TokenHealth.Sessions(6, 0), new TokenHealth.PinFlags(false, false, false)),
        mute,
        0);
  }
}
