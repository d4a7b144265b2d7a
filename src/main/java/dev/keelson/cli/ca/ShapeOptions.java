package dev.keelson.cli.ca;

import dev.keelson.cli.RefusedException;
import dev.keelson.config.IssuerConfig;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.issuer.AuthorityShape;
import dev.keelson.issuer.KeyKind;
import dev.keelson.issuer.Profile;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What an authority's certificates are to be.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ShapeOptions {
  /// Reads a kind's word.
  static final class KindConverter implements ITypeConverter<KeyKind> {
    @Override
    public KeyKind convert(String word) {
      try {
        return KeyKind.ofWord(word);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /// What a shell offers to complete.
  static final class Kinds implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Stream.of(KeyKind.values()).map(KeyKind::toString).iterator();
    }
  }

  @Option(
      names = "--key",
      paramLabel = "KIND",
      defaultValue = "ec-p256",
      converter = KindConverter.class,
      completionCandidates = Kinds.class,
      description = "ec-p256, ec-p384, rsa-3072 or rsa-4096 (${DEFAULT-VALUE})")
  private KeyKind kind;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "the authority's common name begins with it ('Keelson <keyring>')")
  private String name = "";

  @Option(
      names = "--permit-dns",
      paramLabel = "NAME",
      description = {
        "a DNS name that may be certified, and all below it; may be repeated ("
            + Profile.UNRESOLVABLE
            + ")."
      })
  private List<String> permitted = List.of(Profile.UNRESOLVABLE);

  KeyKind kind() {
    return kind;
  }

  Ceremony ceremony(CaToken token, KeelsonConfig config) throws RefusedException {
    try {
      var shape =
          new AuthorityShape(
              name.isEmpty() ? "Keelson " + config.keyring() : name, permitted, new SecureRandom());
      if (config.issuer().isPresent()) {
        requireCovers(config.issuer().get(), shape);
      }
      return new Ceremony(token, CaOptions.files(config), shape, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), "see keelson ca init --help");
    }
  }

  /// An authority that could not certify what the configuration asks of it would be of no use.
  private static void requireCovers(IssuerConfig issuer, AuthorityShape shape)
      throws RefusedException {
    for (Profile profile : issuer.settings().profiles()) {
      for (String dns : profile.dns()) {
        if (!shape.permits(dns)) {
          throw new RefusedException(
              "the authority could not certify " + dns + " of the profile " + profile.name(),
              "permit it: --permit-dns " + dns + "; or change issuer.profiles");
        }
      }
    }
  }
}
