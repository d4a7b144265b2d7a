package dev.keelson.enrollment.keep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// How a pair is, for the textfile collector of Prometheus's node_exporter, which serves files
/// `*.prom`. Replaced by a rename, as it demands.
public final class MetricsFile {
  private static final Pattern COUNT =
      Pattern.compile(
          "keelson_cert_([a-z]+)_(?:total|success_seconds)\\{.*?(?:cause=\"([a-z_]+)\")?\\} (\\d{1,15})");

  private final Path file;
  private final MetricsText text;

  public MetricsFile(Path file, Order order) {
    this.file = file.toAbsolutePath();
    this.text = new MetricsText(order.profile(), order.outputs().name().toString());
  }

  /// Goes on counting where the last process ended.
  public void goOn(Tally tally) throws IOException {
    for (String line : lines()) {
      var found = COUNT.matcher(line);
      if (found.matches()) {
        long value = Long.parseLong(found.group(3));
        switch (found.group(1)) {
          case "renewals" -> tally.renewed(value);
          case "refusals" -> tally.refused(found.group(2), value);
          case "last" -> tally.good(Instant.ofEpochSecond(value));
          default -> {}
        }
      }
    }
  }

  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /// Writes it anew.
  public void write(Look look, Tally tally, Instant now) throws IOException {
    Path directory = Objects.requireNonNull(file.getParent(), "an absolute path has a parent");
    var mode = PosixFilePermissions.fromString("rw-r--r--");
    Path fresh =
        Files.createTempFile(
            directory, ".keelson", ".new", PosixFilePermissions.asFileAttribute(mode));
    try {
      Files.writeString(fresh, text.of(look, tally, now));
      Files.setPosixFilePermissions(fresh, mode); // whatever the umask is
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
