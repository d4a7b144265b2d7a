package dev.keelson.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private static final Condition AWAY =
      new Condition("no token with label 'keelson'", "plug it in");

  @Test
  void namesTheActiveKeyAndCountsTheTokens() {
    assertThat(StatusLine.of(snapshot(new Verdict.Good(), token(true), token(true))))
        .isEqualTo("serving prod/2/ab, 2 of 2 tokens");
  }

  @Test
  void saysWhatToLookAtWhileTheRestServes() {
    assertThat(StatusLine.of(snapshot(new Verdict.Good(), token(true), token(false))))
        .isEqualTo("serving prod/2/ab, 1 of 2 tokens; look at: no token with label 'keelson'");
  }

  @Test
  void saysFirstThatNothingIsServed() {
    assertThat(StatusLine.of(snapshot(new Verdict.Bad(AWAY), token(false))))
        .isEqualTo("NOT serving: no token with label 'keelson'");
    assertThat(StatusLine.of(Snapshot.unknown(AWAY)))
        .isEqualTo("NOT serving: no token with label 'keelson'");
  }

  @Test
  void isCutBeforeItFillsATerminal() {
    var wordy = new Condition("x".repeat(1_000), "");
    assertThat(StatusLine.of(Snapshot.unknown(wordy))).hasSize(240).endsWith("x…");
  }

  private static Snapshot snapshot(Verdict verdict, TokenHealth... tokens) {
    var keys = new Snapshot.Keys("prod", List.of(key(3, "pending"), key(2, "active")));
    return Snapshot.of(verdict, keys, List.of(tokens), 0);
  }

  private static GenerationHealth key(int number, String state) {
    return new GenerationHealth(
        "prod/" + number + "/ab", "sha256:0", number, state, Instant.EPOCH, Duration.ZERO);
  }

  private static TokenHealth token(boolean serves) {
    return new TokenHealth(
        "label 'keelson'",
        serves,
        serves ? Optional.empty() : Optional.of(AWAY),
        new TokenHealth.Song(Optional.empty(), Optional.empty()),
        TokenHealth.Life.none(TokenHealth.Waits.NONE),
        List.of(),
        0);
  }
}
