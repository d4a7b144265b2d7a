package dev.keelson.envelope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// An envelope that something else than Keelson wrote; its file says how. The files below
/// `envelopes` are never changed, only added to.
public record GoldenEnvelope(Path file, Map<String, String> fields) {

  /// Every golden file, in the order of their names.
  public static List<GoldenEnvelope> all() {
    try (var files = Files.list(directory())) {
      return files.sorted().map(GoldenEnvelope::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      var envelopes = Objects.requireNonNull(GoldenEnvelope.class.getResource("/envelopes"));
      return Path.of(envelopes.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static GoldenEnvelope read(Path file) {
    try (var lines = Files.lines(file)) {
      return new GoldenEnvelope(
          file,
          lines
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(": ", 2))
              .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] key() {
    return bytes("key");
  }

  public String keyId() {
    return field("key_id");
  }

  public byte[] iv() {
    return bytes("iv");
  }

  public byte[] plaintext() {
    return bytes("plaintext");
  }

  public byte[] envelope() {
    return bytes("envelope");
  }

  private byte[] bytes(String name) {
    return HexFormat.of().parseHex(field(name));
  }

  private String field(String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
