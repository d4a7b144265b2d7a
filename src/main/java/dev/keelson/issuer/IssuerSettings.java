package dev.keelson.issuer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What an issuer may sign, and where its list of the revoked goes.
///
/// @param crlLife until when a list holds
public record IssuerSettings(List<Profile> profiles, Path crlFile, Duration crlLife) {
  public static final Duration DEFAULT_CRL_LIFE = Duration.ofDays(7);

  public IssuerSettings {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("an issuer has a profile");
    }
    var _ = byName(profiles);
    if (crlLife.compareTo(Duration.ofMinutes(1)) < 0
        || crlLife.compareTo(Duration.ofDays(90)) > 0) {
      throw new IllegalArgumentException("a revocation list holds 1 minute to 90 days");
    }
  }

  private static Map<ProfileName, Profile> byName(List<Profile> profiles) {
    return profiles.stream().collect(Collectors.toMap(Profile::name, Function.identity()));
  }

  Optional<Profile> profile(ProfileName name) {
    return profiles.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
