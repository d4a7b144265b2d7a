package dev.keelson.cli.doctor;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One kms provider that calls the daemon.
///
/// @param patience the longest that the daemon works on a call
record ProviderChecks(Chart.Group group, Duration patience) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

  /// The part of Go's notation that is in use.
  private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,6})(ms|s|m)");

  void check(JsonNode kms, Set<String> names) {
    String name = kms.path("name").asString("");
    version(name, kms);
    name(name, names);
    timeout(name, kms.path("timeout").asString(""));
    if (kms.has("cachesize")) {
      group.bad("provider " + name + " has a cachesize, which v2 forbids", "remove the line");
    }
  }

  private void version(String name, JsonNode kms) {
    if (kms.path("apiVersion").asString("").equals("v2")) {
      group.good("provider " + name + " says apiVersion: v2");
    } else {
      group.bad(
          "provider "
              + name
              + " does not say apiVersion: v2: the default is v1, with which the API"
              + " server does not start",
          "write apiVersion: v2");
    }
  }

  private void name(String name, Set<String> names) {
    if (name.isEmpty() || name.contains(":")) {
      group.bad(
          "a provider's name is empty or has a colon: '" + name + "'",
          "choose another now: once something is stored it can never be changed");
    } else if (!names.add(name)) {
      group.bad("two providers are called " + name, "give each list of resources its own");
    }
  }

  private void timeout(String name, String text) {
    Duration timeout = text.isEmpty() ? DEFAULT_TIMEOUT : parsed(text);
    if (timeout.isZero()) {
      group.warn("provider " + name + " has the timeout " + text, "write it like 3s");
    } else if (timeout.compareTo(patience) <= 0) {
      group.bad(
          "provider "
              + name
              + " gives up after "
              + timeout.toMillis()
              + " ms, before the daemon ("
              + patience.toMillis()
              + " ms)",
          "a longer timeout there, or a shorter lanes.patience here");
    } else {
      group.good("provider " + name + " waits for longer than the daemon works on a call");
    }
  }

  /// Zero when it is not of the notation known here.
  private static Duration parsed(String text) {
    Matcher matcher = TIMEOUT.matcher(text);
    if (!matcher.matches()) {
      return Duration.ZERO;
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }
}
