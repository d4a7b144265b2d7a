package dev.keelson.health;

import java.util.List;

/// A daemon in one line, as `systemctl status` shows it.
public final class StatusLine {
  /// What a terminal still shows; `keelson status` tells the rest.
  private static final int MOST = 240;

  private StatusLine() {}

  /// The line for this moment. What it adds to a remark are no ages and no counts of calls, so that
  /// one that differs from the last is news.
  public static String of(Snapshot now) {
    String line =
        switch (now.standing()) {
          case GOOD -> "serving " + keys(now) + tokens(now);
          case DEGRADED -> "serving " + keys(now) + tokens(now) + "; look at: " + worst(now);
          case DOWN -> "NOT serving: " + worst(now);
        };
    return line.length() <= MOST ? line : line.substring(0, MOST - 1) + "…";
  }

  private static String keys(Snapshot now) {
    return now.generations().stream()
        .filter(one -> one.state().equals("active"))
        .findFirst()
        .map(GenerationHealth::keyId)
        .orElse(now.keyring());
  }

  private static String tokens(Snapshot now) {
    long serving = now.tokens().stream().filter(TokenHealth::serves).count();
    return ", " + serving + " of " + now.tokens().size() + " tokens";
  }

  private static String worst(Snapshot now) {
    List<Condition> remarks = now.remarks();
    return remarks.isEmpty() ? "unknown" : remarks.getFirst().what();
  }
}
