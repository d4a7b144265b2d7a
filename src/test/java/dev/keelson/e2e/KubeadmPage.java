package dev.keelson.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `docs/kubeadm-etcd.md`, as far as a program can read it.
final class KubeadmPage {
  private static final Path PAGE = Path.of("docs", "kubeadm-etcd.md");
  private static final Pattern PART = Pattern.compile("(?m)^## ");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S+ ?\\S*)\\n(.+?)^```$");

  private KubeadmPage() {}

  /// @param kind what stands behind the fence, such as `sh` or `yaml etcd`
  record Block(String kind, String text) {
    JsonNode yaml() {
      return YAMLMapper.shared().readTree(text);
    }
  }

  /// @param heading of a step, or of what stands before or after them
  record Part(String heading, List<Block> blocks) {
    boolean isStep() {
      return heading.matches("\\d\\. .*");
    }
  }

  static List<Part> parts() throws IOException {
    return Stream.of(PART.split(Files.readString(PAGE)))
        .map(text -> new Part(text.lines().findFirst().orElse(""), blocks(text)))
        .toList();
  }

  static Block block(String kind) throws IOException {
    return parts().stream()
        .flatMap(part -> part.blocks().stream())
        .filter(block -> block.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<Block> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(found -> new Block(found.group(1), found.group(2)))
        .toList();
  }
}
