package dev.keelson.cli.doctor.etcd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A file that says how etcd is started, in one of four forms: a systemd unit, `ETCD_` variables,
/// flags, or etcd's own `--config-file`.
record ArgsFile(Path file) {
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
  private static final Pattern YAML = Pattern.compile("(?m)^[a-z][a-z-]*:(\\s|$)");

  Program read() throws SourceException {
    return Program.of(new Program.Source(file.toString(), HostPaths.SAME), flags());
  }

  private Flags flags() throws SourceException {
    try {
      String text = SmallFile.text(file);
      return YAML.matcher(text).find() ? yaml(text) : lines(text.replaceAll("\\\\\n", " "));
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read: " + e, "see: ls -l " + file);
    }
  }

  private Flags yaml(String text) throws SourceException {
    try {
      JsonNode root = YAMLMapper.shared().readTree(text);
      return EtcdYaml.flags(root);
    } catch (JacksonException e) {
      throw new SourceException(file + " is not YAML: " + e.getOriginalMessage(), "mend it");
    }
  }

  /// Flags win over variables, as etcd has it.
  private static Flags lines(String text) throws IOException {
    List<String> words = new ArrayList<>();
    Map<String, String> environment = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String value = line.substring(line.indexOf('=') + 1);
      if (line.startsWith("ExecStart=")) {
        words.addAll(words(value));
      } else if (line.startsWith("Environment=")) {
        words(value).forEach(one -> variable(environment, one));
      } else if (line.startsWith("EnvironmentFile=")) {
        // systemd.exec(5): with a dash before it, the file need not be there
        SmallFile.text(Path.of(value.replaceFirst("^-", "")))
            .lines()
            .forEach(one -> variable(environment, one.strip()));
      } else if (line.startsWith("-")) {
        words.addAll(words(line));
      } else {
        variable(environment, line.replaceFirst("^export ", ""));
      }
    }
    return Flags.ofWords(words).over(Flags.ofEnvironment(environment));
  }

  private static void variable(Map<String, String> environment, String entry) {
    int equals = entry.indexOf('=');
    if (equals > 0) {
      String value = entry.substring(equals + 1);
      environment.put(entry.substring(0, equals), words(value).stream().findFirst().orElse(""));
    }
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(word -> word.group().replaceAll("[\"']", "")).toList();
  }
}
