package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `keelson kek`, each command a process of its own, on one configuration.
record Commands(Path config) {
  /// So that only what a program would read is kept.
  private static final List<String> STDOUT_ALONE =
      List.of("sh", "-c", "exec \"$@\" 2>/dev/null", "sh");

  static Commands on(Site site) throws Exception {
    return on(site, "keelson-kek.yaml", site.yaml() + "rotation:\n  poll: 1s\n");
  }

  static Commands on(Site site, String name, String yaml) throws Exception {
    return new Commands(Files.writeString(site.dir().resolve(name), yaml));
  }

  KeelsonProcess serve() throws Exception {
    return KeelsonProcess.start("serve", "--config", config.toString()).await("ready socket=");
  }

  KeelsonProcess start(String command, String... options) throws Exception {
    return start(List.of(), command, options);
  }

  private KeelsonProcess start(List<String> before, String command, String... options)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("kek", command, "-c", config.toString()));
    arguments.addAll(List.of(options));
    return KeelsonProcess.start(before, List.of(), arguments.toArray(String[]::new));
  }

  /// All that it wrote, when it ended well.
  String run(String command, String... options) throws Exception {
    try (var keelson = start(command, options)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.OK);
      return keelson.output();
    }
  }

  /// The rows that a command which ended well gave to a program.
  List<JsonNode> rows(String command, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("-o", "json"));
    try (var keelson = start(STDOUT_ALONE, command, all.toArray(String[]::new))) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.OK);
      return JsonMapper.shared().readTree(keelson.output()).valueStream().toList();
    }
  }

  /// One field of every generation on the token, the oldest first.
  List<String> listed(String field) throws Exception {
    return rows("list").stream().map(row -> row.get(field).asString()).toList();
  }

  /// The key_id of the next generation, active at once.
  String rotatedNow() throws Exception {
    return rows("rotate", "--activate-in", "0s", "--force").getFirst().get("key_id").asString();
  }

  /// What it told about why it did nothing.
  String refused(int exitCode, String command, String... options) throws Exception {
    try (var keelson = start(command, options)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(exitCode);
      assertThat(keelson.output()).contains("do: ");
      return keelson.output();
    }
  }
}
