package dev.keelson.cli.status;

import dev.keelson.cli.TextTable;
import dev.keelson.cli.kek.Age;
import dev.keelson.health.Condition;
import dev.keelson.health.GenerationHealth;
import dev.keelson.health.Snapshot;
import dev.keelson.health.TokenHealth;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A snapshot as people read it, on one screen: what is wrong comes first.
record StatusScreen(Snapshot snapshot, Paint paint) {
  private static final List<String> TOKENS =
      List.of("TOKEN", "STATE", "CANARY", "LANES", "QUEUE", "SESSIONS", "RECOVERIES");
  private static final List<String> KEYS = List.of("KEY_ID", "STATE", "AGE", "KEY_ID_HASH");

  /// A screen has room for these; `keelson kek list` has them all.
  private static final int MOST_KEYS = 12;

  @Override
  public String toString() {
    return Stream.of(head(), remarks(), tokens(), keys())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private String head() {
    String word = snapshot.standing().name().toLowerCase(Locale.ROOT);
    String failovers =
        snapshot.failovers() == 0 ? "" : ", " + snapshot.failovers() + " calls failed over";
    return paint.in(snapshot.standing(), paint.bold("keelson is " + word))
        + (snapshot.keyring().isEmpty() ? "" : ", keyring " + snapshot.keyring())
        + failovers;
  }

  private String remarks() {
    return snapshot.remarks().stream().map(this::remark).collect(Collectors.joining("\n"));
  }

  private String remark(Condition one) {
    return "  " + paint.in(snapshot.standing(), "! " + one.what()) + "\n      do: " + one.remedy();
  }

  private String tokens() {
    return table(TOKENS, snapshot.tokens().stream().map(StatusScreen::row).toList());
  }

  private static List<String> row(TokenHealth token) {
    TokenHealth.Life life = token.life();
    return List.of(
        token.token(),
        token.serves() ? "serves" : "away",
        canary(token.canary()),
        life.lanes().busy() + " of " + life.lanes().count() + " busy" + stuck(life.lanes().stuck()),
        life.lanes().waiting() + " of " + life.lanes().queue(),
        life.sessions().open() + (life.sessions().max() == 0 ? "" : " of " + life.sessions().max()),
        Long.toString(token.recoveries()));
  }

  private static String stuck(int lanes) {
    return lanes == 0 ? "" : ", " + lanes + " stuck";
  }

  private static String canary(TokenHealth.Song song) {
    return song.age()
        .map(age -> new Age(age) + " ago" + song.latency().map(StatusScreen::took).orElse(""))
        .orElse("never");
  }

  private static String took(Duration latency) {
    return String.format(Locale.ROOT, ", %.1f ms", latency.toNanos() / 1e6);
  }

  private String keys() {
    List<GenerationHealth> all = snapshot.generations();
    String shown = table(KEYS, all.stream().limit(MOST_KEYS).map(StatusScreen::row).toList());
    return all.size() <= MOST_KEYS
        ? shown
        : shown + "\nand " + (all.size() - MOST_KEYS) + " older: keelson kek list --config FILE";
  }

  private static List<String> row(GenerationHealth one) {
    return List.of(one.keyId(), one.state(), new Age(one.age()).toString(), one.keyIdHash());
  }

  private String table(List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    String[] lines = new TextTable(head, rows).toString().split("\n", 2);
    return paint.bold(lines[0]) + "\n" + lines[1];
  }
}
