package dev.keelson.config;

import dev.keelson.config.Node.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads a configuration file, whole and checked, or says everything that is wrong with it.
public final class ConfigFile {
  /// Many times what the longest configuration needs.
  static final int MAX_BYTES = 256 * 1024;

  private ConfigFile() {}

  /// Reads the file.
  ///
  /// @throws ConfigException when it cannot be read, or has faults: all of them at once
  public static KeelsonConfig read(Path file) throws ConfigException {
    return parse(file.toString(), content(file));
  }

  /// Reads the file that describes a recipient's token.
  ///
  /// @throws ConfigException as [#read] does
  public static RecipientPlace readRecipient(Path file) throws ConfigException {
    var faults = new Faults(file.toString());
    return RecipientSchema.bind(root(content(file), faults), faults);
  }

  private static byte[] content(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new Faults(file.toString()).fatal(unreadable(e));
    }
  }

  /// Reads the content of a file that goes by this name in the faults.
  static KeelsonConfig parse(String name, byte[] content) throws ConfigException {
    var faults = new Faults(name);
    return KeelsonSchema.bind(root(content, faults), faults);
  }

  private static Mapping root(byte[] content, Faults faults) throws ConfigException {
    if (content.length > MAX_BYTES) {
      throw faults.fatal(
          new Fault(
              0,
              "",
              "longer than " + MAX_BYTES + " bytes",
              "a configuration has some hundred lines: is this the right file?"));
    }
    return YamlDocument.read(Utf8Text.decode(content, faults), faults);
  }

  private static Fault unreadable(IOException e) {
    return switch (e) {
      case NoSuchFileException _ ->
          new Fault(0, "", "there is no such file", "name another with --config");
      case AccessDeniedException _ ->
          new Fault(0, "", "permission denied", "let the daemon's user read it");
      default -> new Fault(0, "", "cannot be read: " + e, "name a readable file with --config");
    };
  }
}
