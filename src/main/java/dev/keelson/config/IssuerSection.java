package dev.keelson.config;

import dev.keelson.enrollment.RateSettings;
import dev.keelson.enrollment.Rules;
import dev.keelson.host.SocketSettings;
import dev.keelson.issuer.EtcdAccess;
import dev.keelson.issuer.IssuerSettings;
import dev.keelson.issuer.KeyKind;
import dev.keelson.issuer.Profile;
import dev.keelson.issuer.ProfileName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `issuer`: certificates for etcd's clients. A file without the section has no issuer.
final class IssuerSection {
  private static final Keys KEYS =
      Keys.of("socket", "crl-file", "crl-life", "profiles", "allow", "admins", "rate");

  private static final Keys PROFILE =
      Keys.of("name", "common-name", "organization", "dns", "keys", "ttl", "etcd-access");

  private static final Kind<Path> CRL_FILE =
      Kinds.ABSOLUTE_PATH.fix("write the whole path that etcd's --client-crl-file has");

  private static final Kind<Duration> CRL_LIFE =
      Kinds.DURATION
          .accepted(IssuerSettings::requireCrlLife)
          .fix("write one with its unit, 1m to 2160h, or leave the key out for 168h");

  private static final Kind<ProfileName> NAME =
      new Kind<>("a profile's name", "write a name such as apiserver", ProfileName::new);

  private static final Kind<String> COMMON_NAME =
      Kinds.text("a common name", 64)
          .accepted(text -> new Profile.Subject(text, Optional.empty()))
          .fix("write the name that etcd takes for its user, such as kube-apiserver-etcd-client");

  private static final Kind<String> ORGANIZATION =
      Kinds.text("an organization", 64)
          .accepted(text -> new Profile.Subject("any", Optional.of(text)))
          .fix("leave the key out: etcd does not look at it");

  private static final Kind<String> DNS =
      Kinds.text("a DNS name", 253)
          .accepted(Profile::requireDns)
          .fix("write a name that no resolver knows, such as apiserver.keelson.invalid");

  private static final Kind<KeyKind> KEY =
      new Kind<>(
          "a kind of key", "write some of ec-p256, ec-p384, rsa-3072, rsa-4096", KeyKind::ofWord);

  private static final Kind<EtcdAccess> ACCESS =
      new Kind<>(
          "what the client does in etcd",
          "write apiserver, read-only PREFIX, read-write PREFIX, backup or none",
          EtcdAccess::parse);

  private static final Kind<Duration> TTL =
      Kinds.DURATION
          .accepted(IssuerSection::requireTtl)
          .fix("write one with its unit, 1s to 168h, or leave the key out for 24h");

  private IssuerSection() {}

  /// @param stateDir where the list of the revoked goes unless told otherwise
  static Optional<IssuerConfig> of(Section root, Path stateDir) {
    return root.mentions("issuer")
        ? root.section("issuer", KEYS).flatMap(section -> read(section, stateDir))
        : Optional.empty();
  }

  private static Optional<IssuerConfig> read(Section issuer, Path stateDir) {
    var socket =
        issuer
            .section("socket", SocketSection.PLACE)
            .flatMap(section -> SocketSection.read(section, Set.of()));
    List<Profile> profiles = profiles(issuer);
    Set<ProfileName> names = profiles.stream().map(Profile::name).collect(Collectors.toSet());
    Rules rules = IssuerRulesSection.rules(issuer, names);
    RateSettings rate = IssuerRulesSection.rate(issuer);
    var crlFile = issuer.optional("crl-file", CRL_FILE);
    var crlLife = issuer.optional("crl-life", CRL_LIFE);
    if (profiles.isEmpty()) {
      return Optional.empty(); // which was told
    }
    var settings =
        new IssuerSettings(
            profiles,
            crlFile.orElse(stateDir.resolve("ca").resolve("crl.der")),
            crlLife.orElse(IssuerSettings.DEFAULT_CRL_LIFE));
    return socket.map(place -> new IssuerConfig(callersOf(place, rules), settings, rules, rate));
  }

  /// Whom no rule is about need not be heard.
  private static SocketSettings callersOf(SocketSettings place, Rules rules) {
    Set<Integer> uids =
        rules.uids().stream().map(Long::intValue).collect(Collectors.toUnmodifiableSet());
    return new SocketSettings(place.address(), place.mode(), place.group(), uids)
        .knowingProcesses("issuer.allow and issuer.admins");
  }

  private static List<Profile> profiles(Section issuer) {
    List<Profile> profiles = new ArrayList<>();
    for (Section section : issuer.sections("profiles", PROFILE)) {
      profile(section).ifPresent(one -> add(one, profiles, section));
    }
    if (profiles.isEmpty() && !issuer.mentions("profiles")) {
      issuer.fault("profiles", "required, but missing", "write one for each client of etcd");
    }
    return profiles;
  }

  private static void add(Profile one, List<Profile> profiles, Section section) {
    if (profiles.stream().anyMatch(other -> other.name().equals(one.name()))) {
      section.fault("name", "another profile has this name", "give each a name of its own");
    } else {
      profiles.add(one);
    }
  }

  private static Optional<Profile> profile(Section section) {
    var name = section.required("name", NAME);
    var commonName = section.required("common-name", COMMON_NAME);
    var organization = section.optional("organization", ORGANIZATION);
    var dns = section.list("dns", DNS);
    var keys =
        section
            .list("keys", KEY)
            .map(Set::copyOf)
            .filter(some -> !some.isEmpty())
            .orElse(Profile.DEFAULT_KEYS);
    var ttl = section.optional("ttl", TTL).orElse(Profile.DEFAULT_TTL);
    var access = section.optional("etcd-access", ACCESS);
    if (name.isEmpty() || commonName.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Profile(
              name.get(),
              new Profile.Subject(commonName.get(), organization),
              dns.orElse(List.of(name.get() + "." + Profile.UNRESOLVABLE)),
              keys,
              ttl,
              access));
    } catch (IllegalArgumentException e) {
      section.fault(String.valueOf(e.getMessage()), "mend that");
      return Optional.empty();
    }
  }

  private static void requireTtl(Duration ttl) {
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(Profile.MAX_TTL) > 0) {
      throw new IllegalArgumentException("a certificate lives 1 s to 168 h, not " + ttl);
    }
  }
}
