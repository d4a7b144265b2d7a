package dev.keelson.cli.doctor;

import dev.keelson.config.KeelsonConfig;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.TokenInfo;
import dev.keelson.token.LoginUser;
import dev.keelson.token.PinCount;
import dev.keelson.token.PinFuse;
import dev.keelson.token.PinGuard;
import dev.keelson.token.TokenAdmin;
import dev.keelson.token.TokenClock;
import dev.keelson.token.TokenException;
import dev.keelson.token.TokenSlot;
import dev.keelson.token.TokenState;
import java.time.InstantSource;

/// The token, as it shows itself to anybody.
record TokenChecks(KeelsonConfig config, Chart chart, PinGuard guard, InstantSource clock) {

  /// Returns whether a login makes sense.
  boolean run(TokenAdmin admin) throws TokenException {
    TokenSlot token = admin.find(config.token());
    var group = chart.group("Token");
    group.good("the one with " + config.token() + ": " + token);
    if (!hasUserPin(token, group)) {
      return false;
    }
    writable(token.info(), group);
    sessions(token.info().sessions(), group);
    clock(token.info(), group);
    pinCount(token.info());
    fuse(token.info());
    return true;
  }

  private static boolean hasUserPin(TokenSlot token, Chart.Group group) {
    switch (TokenState.of(token.info())) {
      case READY -> {
        return true;
      }
      case NO_USER_PIN ->
          group.bad("it has no user PIN yet", "keelson token pin set --config FILE");
      case BLANK -> group.bad("it is blank", "keelson token init --config FILE");
    }
    return false;
  }

  private static void writable(TokenInfo info, Chart.Group group) {
    if (info.has(Ck.CKF_WRITE_PROTECTED)) {
      group.warn(
          "it is write-protected: keys can be used, and none can be made",
          "lift that with the vendor's tool before a rotation");
    }
  }

  private void sessions(TokenInfo.Sessions sessions, Chart.Group group) {
    int needed = config.lanes().sessions();
    if (sessions.max() > 0 && sessions.max() < needed) {
      group.bad(
          "it allows " + sessions.max() + " sessions, and a daemon needs " + needed,
          "lower lanes.count by " + (needed - sessions.max()));
    } else {
      group.good("it allows the " + needed + " sessions that a daemon needs");
    }
  }

  private void clock(TokenInfo info, Chart.Group group) {
    TokenClock.skew(info, clock.instant())
        .ifPresent(ahead ->
            group.warn(
                "this host's clock is " + ahead.toSeconds() + " s ahead of the token's",
                "see which is right: timedatectl status"));
  }

  private void pinCount(TokenInfo info) {
    var group = chart.group("PIN");
    PinCount count = PinCount.of(info, LoginUser.USER);
    String words = count.inWords(LoginUser.USER);
    switch (count) {
      case NONE -> group.good(words);
      case SOME, ONE_TRY_LEFT ->
          group.bad(words + ": no PIN is tried", "make sure of the PIN, then once --force-pin");
      case LOCKED -> group.bad(words, "keelson token pin set --config FILE, by the SO");
    }
  }

  private void fuse(TokenInfo info) {
    var group = chart.group("PIN");
    PinFuse.Memory memory = guard.fuse().memory(info.serial(), LoginUser.USER);
    switch (memory) {
      case NONE -> group.good("none was refused before");
      case REFUSED, UNDECIDED, UNREADABLE ->
          group.warn(
              "the PIN fuse remembers: " + memory,
              "mend the PIN; or keelson token pin clear-fuse --config FILE");
    }
  }
}
