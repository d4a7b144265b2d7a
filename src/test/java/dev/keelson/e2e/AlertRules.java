package dev.keelson.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The alert rules that operators load into their Prometheus.
///
/// @param alerts in the order of the file
record AlertRules(List<Alert> alerts) {
  static final Path FILE = Path.of("docs", "alerts", "keelson.yaml");

  private static final Pattern FOR = Pattern.compile("(?m)^ *for: .*\n");
  private static final Pattern CANARY_LIMIT = Pattern.compile("(canary_age_seconds) > 90\\b");

  /// A rule of the file, each part as it stands there.
  record Alert(String name, String expression, JsonNode labels, JsonNode annotations) {
    private static Alert of(JsonNode rule) {
      return new Alert(
          rule.get("alert").asString(),
          rule.get("expr").asString(),
          rule.path("labels"),
          rule.path("annotations"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static AlertRules read() {
    JsonNode file = new YAMLMapper().readTree(FILE.toFile());
    return new AlertRules(
        file.get("groups")
            .valueStream()
            .flatMap(group -> group.get("rules").valueStream())
            .map(Alert::of)
            .toList());
  }

  Set<String> names() {
    return alerts.stream().map(Alert::name).collect(Collectors.toSet());
  }

  /// The file, impatient: what lasts fires at once, and a canary is old after 10 s.
  static String hasty() throws Exception {
    String file = FOR.matcher(Files.readString(FILE)).replaceAll("");
    return CANARY_LIMIT.matcher(file).replaceFirst("$1 > 10");
  }
}
