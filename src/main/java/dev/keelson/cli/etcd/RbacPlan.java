package dev.keelson.cli.etcd;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How the users and roles of etcd come to be: nothing changes for anybody before the last step.
///
/// @param steps in the order in which they are safe
/// @param last the one that has to be meant
/// @param breaks what stops to work with the last
record RbacPlan(List<Step> steps, Step last, List<String> breaks) {
  /// Those that kubeadm makes (`certlist.go`), and that are forgotten.
  private static final List<String> KUBEADM =
      List.of("kube-apiserver-etcd-client", "kube-etcd-healthcheck-client");

  /// @throws IllegalArgumentException when two would share a role, and so each other's rights
  static RbacPlan of(List<RbacSubject> subjects) {
    requireRolesOfTheirOwn(subjects);
    List<Step> steps = new ArrayList<>(root());
    subjects.forEach(subject -> steps.addAll(Grants.of(subject)));
    return new RbacPlan(
        steps, Step.of("from here on a user's roles count", "auth", "enable"), breaks(subjects));
  }

  private static void requireRolesOfTheirOwn(List<RbacSubject> subjects) {
    Set<String> roles = new HashSet<>();
    for (RbacSubject subject : subjects) {
      if (!subject.role().equals("root") && !roles.add(subject.role())) {
        throw new IllegalArgumentException("two clients would share the role " + subject.role());
      }
    }
  }

  /// etcd does not enable auth without this user; without a password only a certificate is it.
  private static List<Step> root() {
    return List.of(
        Step.of(
                "The user root, whom etcd wants to have; only a certificate with CN=root is it",
                "user",
                "add",
                "--no-password",
                "root")
            .unless("user", "get", "root"),
        Step.of("", "role", "add", "root").unless("role", "get", "root"),
        Step.of("", "user", "grant-role", "root", "root"));
  }

  private static List<String> breaks(List<RbacSubject> subjects) {
    Set<String> users = subjects.stream().map(RbacSubject::cn).collect(Collectors.toSet());
    Set<String> strangers = new TreeSet<>(KUBEADM);
    strangers.removeAll(users);
    List<String> breaks = new ArrayList<>();
    breaks.add(
        "Every client whose CN is not a user is refused. Users are: "
            + String.join(", ", new TreeSet<>(users)));
    if (!strangers.isEmpty()) {
      breaks.add("Of kubeadm's clients, no users are: " + String.join(", ", strangers));
    }
    breaks.add("kubeadm join and reset change members, which from then on takes the role root");
    breaks.add("The JSON gateway answers 400 to clients with a CN: --enable-grpc-gateway=false");
    breaks.addAll(administrators(subjects));
    return breaks;
  }

  private static List<String> administrators(List<RbacSubject> subjects) {
    List<String> roots =
        subjects.stream()
            .filter(subject -> subject.role().equals("root"))
            .map(RbacSubject::cn)
            .toList();
    return roots.isEmpty()
        ? List.of(
            "No profile has the role root: without a certificate with CN=root nobody can disable"
                + " auth again. Have one before you go on")
        : List.of("Auth is disabled again by: " + String.join(", ", roots));
  }

  /// The way back: to an etcd that lets every client do everything.
  static RbacPlan undo(List<RbacSubject> subjects) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(
            "Whoever has a certificate may do everything again; this takes the role root",
            "auth",
            "disable"));
    subjects.stream()
        .map(RbacSubject::cn)
        .filter(cn -> !cn.equals("root"))
        .distinct()
        .map(cn -> Step.of("", "user", "delete", cn).onlyIf("user", "get", cn))
        .forEach(steps::add);
    subjects.stream()
        .map(RbacSubject::role)
        .filter(role -> !role.equals("root"))
        .map(role -> Step.of("", "role", "delete", role).onlyIf("role", "get", role))
        .forEach(steps::add);
    return new RbacPlan(
        steps,
        Step.of("the user root, unless there was one before", "user", "delete", "root"),
        List.of(
            "kube-apiserver's watches can stay dead when its user was deleted (etcd#10131):"
                + " restart it"));
  }
}
