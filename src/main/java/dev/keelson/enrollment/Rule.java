package dev.keelson.enrollment;

import dev.keelson.issuer.ProfileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Lets some callers have certificates of some profiles.
///
/// @param uid whose processes these are
/// @param gid their group; any when empty
/// @param unit of systemd that they run in; any or none when empty
/// @param profiles what they may have
public record Rule(long uid, OptionalLong gid, Optional<String> unit, Set<ProfileName> profiles) {
  /// `(uid_t) -1` means "no user" to the kernel (chown(2)), and so with groups.
  public static final long MAX_ID = 4_294_967_294L;

  /// systemd.unit(5): at most 255 letters of these. Of other kinds are no units with processes.
  private static final Pattern UNIT =
      Pattern.compile("(?=.{1,255}$)[A-Za-z0-9:_.\\\\@-]+\\.(service|scope)");

  public Rule {
    profiles = Set.copyOf(profiles);
    requireId(uid, "user");
    gid.ifPresent(id -> requireId(id, "group"));
    unit.ifPresent(Rule::requireUnit);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("a rule names at least one profile");
    }
  }

  private static void requireId(long id, String of) {
    if (id < 0 || id > MAX_ID) {
      throw new IllegalArgumentException(of + " ids are 0 to " + MAX_ID + ": " + id + " is none");
    }
  }

  private static void requireUnit(String name) {
    if (!UNIT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not the whole name of a .service or .scope of systemd");
    }
  }

  boolean permits(Caller caller, ProfileName profile) {
    return caller.uid() == uid && misses(caller, profile).isEmpty();
  }

  /// What else a caller of its uid lacks, in words for the log.
  List<String> misses(Caller caller, ProfileName profile) {
    List<String> misses = new ArrayList<>();
    if (gid.isPresent() && gid.getAsLong() != caller.gid()) {
      misses.add("gid is " + caller.gid() + ", not " + gid.getAsLong());
    }
    if (unit.isPresent() && !unit.equals(caller.unit())) {
      misses.add("unit is " + caller.unit().orElse("none") + ", not " + unit.get());
    }
    if (!profiles.contains(profile)) {
      misses.add("profile " + profile + " is not among its profiles");
    }
    return misses;
  }
}
