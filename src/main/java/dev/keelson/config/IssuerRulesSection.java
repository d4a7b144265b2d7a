package dev.keelson.config;

import dev.keelson.enrollment.RateSettings;
import dev.keelson.enrollment.Rule;
import dev.keelson.enrollment.Rules;
import dev.keelson.issuer.ProfileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/// Keys of `issuer` that say who may have which certificate, and how often.
final class IssuerRulesSection {
  private static final Keys RULE = Keys.of("uid", "gid", "unit", "profiles");
  private static final Keys RATE = Keys.of("per-hour", "burst");
  private static final RateSettings USUAL = RateSettings.DEFAULT;

  /// Root could take what it wants anyway: it reads the PIN.
  private static final Set<Long> USUAL_ADMINS = Set.of(0L);

  private static final String ALLOW_FIX =
      "write a list of rules, such as - {uid: 0, unit: kube-apiserver.service, profiles: [apiserver]}";

  private static final ProfileName ANY = new ProfileName("any");

  private static final Kind<Long> UID =
      id("a numeric user id", uid -> ruleOf(uid, OptionalLong.empty(), Optional.empty()))
          .fix("write the user's number; 'id -u NAME' tells it");

  private static final Kind<Long> GID =
      id("a numeric group id", gid -> ruleOf(0, OptionalLong.of(gid), Optional.empty()))
          .fix("write the group's number; 'getent group NAME' tells it");

  private static final Kind<String> UNIT =
      new Kind<>("a unit's name", "", Function.<String>identity())
          .accepted(unit -> ruleOf(0, OptionalLong.empty(), Optional.of(unit)))
          .fix("write it as 'systemctl status PID' names it, such as kube-apiserver.service");

  private static final Kind<Integer> PER_HOUR =
      Kinds.WHOLE_NUMBER
          .accepted(count -> new RateSettings(count, USUAL.burst()))
          .fix(range(RateSettings.MAX_PER_HOUR, USUAL.perHour()));

  private static final Kind<Integer> BURST =
      Kinds.WHOLE_NUMBER
          .accepted(count -> new RateSettings(USUAL.perHour(), count))
          .fix(range(RateSettings.MAX_BURST, USUAL.burst()));

  private IssuerRulesSection() {}

  /// @param profiles the names that rules may name
  static Rules rules(Section issuer, Set<ProfileName> profiles) {
    if (!issuer.mentions("allow")) {
      issuer.fault("allow", "required, but missing", ALLOW_FIX);
    }
    Kind<ProfileName> profile = profile(profiles);
    List<Rule> allow = new ArrayList<>();
    for (Section one : issuer.sections("allow", RULE)) {
      rule(one, profile).ifPresent(allow::add);
    }
    Set<Long> admins = issuer.list("admins", UID).map(Set::copyOf).orElse(USUAL_ADMINS);
    return new Rules(allow, admins);
  }

  static RateSettings rate(Section issuer) {
    return issuer
        .section("rate", RATE)
        .map(rate ->
            new RateSettings(
                rate.optional("per-hour", PER_HOUR).orElse(USUAL.perHour()),
                rate.optional("burst", BURST).orElse(USUAL.burst())))
        .orElse(USUAL);
  }

  private static Optional<Rule> rule(Section one, Kind<ProfileName> profile) {
    var uid = one.required("uid", UID);
    var gid = one.optional("gid", GID);
    var unit = one.optional("unit", UNIT);
    if (!one.mentions("profiles")) {
      one.fault("profiles", "required, but missing", profile.fix());
    }
    Set<ProfileName> profiles = Set.copyOf(one.list("profiles", profile).orElse(List.of()));
    return uid.isEmpty() || profiles.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rule(
                uid.get(),
                gid.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                unit,
                profiles));
  }

  private static Kind<ProfileName> profile(Set<ProfileName> known) {
    Set<String> names = new TreeSet<>();
    known.forEach(name -> names.add(name.value()));
    return new Kind<>(
            "the name of a profile",
            names.isEmpty()
                ? "describe it below issuer.profiles first"
                : "write those of issuer.profiles, here " + String.join(", ", names),
            ProfileName::new)
        .accepted(name -> requireKnown(name, names));
  }

  private static void requireKnown(ProfileName name, Set<String> names) {
    if (!names.contains(name.value())) {
      throw new IllegalArgumentException(
          "no profile is named '"
              + name
              + "'"
              + Typo.nearest(name.value(), names)
                  .map(near -> ", did you mean '" + near + "'?")
                  .orElse(""));
    }
  }

  private static Kind<Long> id(String noun, Consumer<Long> rule) {
    return Kind.matching(noun, "[0-9]{1,10}", Long::valueOf).accepted(rule);
  }

  /// Refuses what no rule can have, in the rule's own words.
  private static void ruleOf(long uid, OptionalLong gid, Optional<String> unit) {
    var _ = new Rule(uid, gid, unit, Set.of(ANY));
  }

  private static String range(int max, int usual) {
    return "write 1 to " + max + ", or leave the key out for " + usual;
  }
}
