package dev.keelson.config;

import dev.keelson.config.Node.Entry;
import dev.keelson.config.Node.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// What is known about one device: its file in hsm-config/, which travels in the jar. A profile is
/// ours: whatever is wrong with one is a bug of this build and no fault of a user's file.
///
/// @param entries everything that its file says
record Profile(String name, List<Entry> entries) {
  static final List<String> NAMES =
      List.of(
          "cloudhsm",
          "kryoptic",
          "luna",
          "nshield",
          "opencryptoki",
          "softhsm2",
          "tpm2",
          "utimaco",
          "yubihsm2");

  static final Kind<String> KNOWN =
      new Kind<>(
          "a profile's name",
          "write one of " + String.join(", ", NAMES) + ", or leave the key out",
          Profile::known);

  Profile {
    entries = List.copyOf(entries);
    if (entries.stream().anyMatch(entry -> entry.key().equals("profile"))) {
      throw new IllegalStateException("the profile '" + name + "' names a profile itself");
    }
  }

  /// The profile that was meant by this name; a misspelt one is reported when the key is read.
  static Optional<Profile> meantBy(String written) {
    return NAMES.contains(written)
        ? Optional.of(load(written))
        : Typo.nearest(written, NAMES).map(Profile::load);
  }

  static Profile parse(String name, byte[] content) {
    var faults = new Faults(name);
    try {
      Mapping file = YamlDocument.read(Utf8Text.decode(content, faults), faults);
      return new Profile(name, file.entries());
    } catch (ConfigException e) {
      throw new IllegalStateException("the profile '" + name + "' cannot be read", e);
    }
  }

  private static Profile load(String name) {
    try (InputStream in = Profile.class.getResourceAsStream("/profiles/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("the profile '" + name + "' is not in the jar");
      }
      return parse(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the profile '" + name + "' cannot be read", e);
    }
  }

  private static String known(String written) {
    if (!NAMES.contains(written)) {
      String near = Typo.nearest(written, NAMES).map(n -> ", but '" + n + "' is").orElse("");
      throw new IllegalArgumentException("'" + written + "' is no profile" + near);
    }
    return written;
  }
}
