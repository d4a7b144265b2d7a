package dev.keelson.e2e;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Grafana dashboard.
record Dashboard(JsonNode json) {
  private static final Path FILE = Path.of("docs", "grafana", "keelson.json");

  static Dashboard read() {
    return new Dashboard(JsonMapper.shared().readTree(FILE.toFile()));
  }

  List<JsonNode> panels() {
    return json.get("panels").valueStream().toList();
  }

  List<String> rows() {
    return panels().stream()
        .filter(panel -> panel.get("type").asString().equals("row"))
        .map(panel -> panel.get("title").asString())
        .toList();
  }

  List<String> expressions() {
    return panels().stream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.get("expr").asString())
        .toList();
  }
}
