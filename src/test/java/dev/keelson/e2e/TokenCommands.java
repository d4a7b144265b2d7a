package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `keelson token`, each command a process of its own, on one configuration.
///
/// @param site with or without a token
record TokenCommands(Site site, Path config) {
  /// A terminal of its own; `script` is of util-linux.
  private static final List<String> TERMINAL =
      List.of("sh", "-c", "exec script -qec \"$*\" /dev/null", "sh");

  private static final List<String> STDOUT_ALONE =
      List.of("sh", "-c", "exec \"$@\" 2>/dev/null", "sh");

  /// What is typed at a command without a terminal.
  static final String NOTHING = "";

  static TokenCommands on(Site site) throws Exception {
    return new TokenCommands(site, site.write(site.yaml()));
  }

  /// A module with nothing but a blank slot, and the files of two PINs.
  static TokenCommands onBlank(Path dir) throws Exception {
    var _ = SoftHsm.in(dir);
    var site = new Site(dir);
    site.writePin(SoftHsm.PIN);
    Files.createDirectory(site.socketDir());
    return on(site);
  }

  /// A file with a PIN, of mode 0400.
  Path pinFile(String name, String pin) throws Exception {
    Path file = site.dir().resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, pin + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  String soPinFile() throws Exception {
    return pinFile("so-pin", SoftHsm.SO_PIN).toString();
  }

  /// What it wrote, when it ended as expected.
  String ends(int exitCode, String typed, String... arguments) throws Exception {
    return ends(List.of(), exitCode, typed, arguments);
  }

  /// At a terminal.
  String endsAtTerminal(int exitCode, String typed, String... arguments) throws Exception {
    return ends(TERMINAL, exitCode, typed, arguments);
  }

  private String ends(List<String> before, int exitCode, String typed, String... arguments)
      throws Exception {
    try (var keelson = KeelsonProcess.start(before, List.of(), all(arguments)).type(typed)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(exitCode);
      return keelson.output();
    }
  }

  JsonNode json(String... arguments) throws Exception {
    List<String> more = new ArrayList<>(List.of(arguments));
    more.addAll(List.of("-o", "json"));
    return JsonMapper.shared()
        .readTree(ends(STDOUT_ALONE, 0, NOTHING, more.toArray(String[]::new)));
  }

  /// Of the token that the configuration means.
  String serial() throws Exception {
    return json("show").get("token").get("serial").asString();
  }

  private String[] all(String... arguments) {
    List<String> all = new ArrayList<>(List.of("token"));
    all.addAll(List.of(arguments));
    if (!all.contains("--module")) {
      all.addAll(List.of("-c", config.toString()));
    }
    return all.toArray(String[]::new);
  }
}
