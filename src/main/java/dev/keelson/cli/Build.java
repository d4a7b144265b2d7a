package dev.keelson.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/// Where this code is from, as the jar's manifest tells; classes that are in no jar are told as
/// such.
record Build(String version, String commit) {
  private static final Build NONE = new Build("(not packaged)", "(not packaged)");
  private static final Attributes.Name COMMIT = new Attributes.Name("Keelson-Commit");

  static Build here() {
    // The class path's first, which is that of `java -jar`; any other jar's has no commit.
    try (InputStream manifest = ClassLoader.getSystemResourceAsStream("META-INF/MANIFEST.MF")) {
      return manifest == null ? NONE : of(new Manifest(manifest).getMainAttributes());
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's manifest cannot be read", e);
    }
  }

  private static Build of(Attributes manifest) {
    String commit = manifest.getValue(COMMIT);
    return commit == null
        ? NONE
        : new Build(manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION), commit);
  }
}
