package dev.keelson.enrollment;

import dev.keelson.issuer.ProfileName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Who may ask for what: whoever no rule names gets nothing.
///
/// @param allow each may suffice
/// @param admins numeric ids of the users who may revoke and list, whatever they may have
///   themselves
public record Rules(List<Rule> allow, Set<Long> admins) {
  public Rules {
    allow = List.copyOf(allow);
    admins = Set.copyOf(admins);
  }

  /// The users who have any business at the socket.
  public Set<Long> uids() {
    Set<Long> uids = new TreeSet<>(admins);
    allow.forEach(rule -> uids.add(rule.uid()));
    return uids;
  }

  /// Whether some rule lets the caller have a certificate of the profile.
  public boolean permits(Caller caller, ProfileName profile) {
    return allow.stream().anyMatch(rule -> rule.permits(caller, profile));
  }

  /// Asked at each issue, a renewal too.
  public void requirePermitted(Caller caller, ProfileName profile)
      throws EnrollmentException.NotPermitted {
    if (!permits(caller, profile)) {
      throw new EnrollmentException.NotPermitted(caller, profile, nearMiss(caller, profile));
    }
  }

  /// Asked before a revocation and before a list.
  public void requireAdmin(Caller caller) throws EnrollmentException.NotAdministrator {
    if (!admins.contains(caller.uid())) {
      throw new EnrollmentException.NotAdministrator(caller);
    }
  }

  /// Which rule lacked least, counted as in the file, and what.
  private String nearMiss(Caller caller, ProfileName profile) {
    Optional<Integer> nearest =
        IntStream.range(0, allow.size())
            .boxed()
            .filter(i -> allow.get(i).uid() == caller.uid())
            .min(Comparator.comparingInt(i -> allow.get(i).misses(caller, profile).size()));
    return nearest
        .map(i ->
            "allow["
                + i
                + "] has its uid, but "
                + String.join(", and ", allow.get(i).misses(caller, profile)))
        .orElse("no rule has its uid");
  }
}
