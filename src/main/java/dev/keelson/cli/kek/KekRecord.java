package dev.keelson.cli.kek;

import dev.keelson.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `keelson kek list -o json` told once: which keys there have to be.
record KekRecord(Set<String> keyIds) {
  /// Beyond 9,999 generations.
  private static final long MAX_BYTES = 32 << 20;

  static KekRecord read(Path file) throws RefusedException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unreadable(file, "it is longer than any list of keys");
      }
      Set<String> keyIds =
          JsonMapper.shared()
              .readTree(Files.readString(file))
              .valueStream()
              .map(row -> row.path("key_id"))
              .filter(JsonNode::isString)
              .map(JsonNode::asString)
              .filter(keyId -> !keyId.isEmpty())
              .collect(Collectors.toUnmodifiableSet());
      if (keyIds.isEmpty()) {
        throw unreadable(file, "no key_id is in it");
      }
      return new KekRecord(keyIds);
    } catch (IOException | JacksonException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  List<KekVerdict> missing(List<KekVerdict> here) {
    Set<String> names = here.stream().map(KekVerdict::key_id).collect(Collectors.toSet());
    return keyIds.stream()
        .filter(keyId -> !names.contains(keyId))
        .sorted()
        .map(KekVerdict::missing)
        .toList();
  }

  private static RefusedException unreadable(Path file, String why) {
    return new RefusedException(
        file + " is no list of keys: " + why,
        "make it by: keelson kek list --config FILE -o json > " + file);
  }
}
