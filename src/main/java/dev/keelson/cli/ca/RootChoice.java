package dev.keelson.cli.ca;

import dev.keelson.config.ConfigFile;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Where the root's key is.
final class RootChoice {
  /// The ways to have a root.
  enum Place {
    TOKEN,
    OFFLINE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads a place's word.
  static final class Converter implements ITypeConverter<Place> {
    @Override
    public Place convert(String word) {
      for (Place place : Place.values()) {
        if (place.toString().equals(word)) {
          return place;
        }
      }
      throw new TypeConversionException("'" + word + "' is neither token nor offline");
    }
  }

  @Option(
      names = "--root",
      paramLabel = "WHERE",
      defaultValue = "token",
      converter = Converter.class,
      description = {
        "token: Keelson makes the root, its key in a token, too (${DEFAULT-VALUE}).",
        "offline: a request is written, for a root that is elsewhere to sign"
      })
  private Place place;

  @Option(
      names = "--root-config",
      paramLabel = "FILE",
      description = {
        "the configuration of another token, which has the root's key: one that is locked away when"
            + " nothing is to be signed with it"
      })
  private @Nullable Path other;

  RootChoice() {
    this.place = Place.TOKEN;
  }

  boolean isOffline() {
    return place == Place.OFFLINE;
  }

  /// The token with the root's key.
  CaToken token(CaToken own) throws Exception {
    return other == null ? own : new CaToken(ConfigFile.read(other), own.risk());
  }

  boolean isElsewhere() {
    return other != null;
  }
}
