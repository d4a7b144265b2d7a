package dev.keelson.cli.etcd;

import java.util.ArrayList;
import java.util.List;

/// What one profile gets.
final class Grants {
  /// Where kube-apiserver notes up to where it has compacted: outside of its prefix
  /// (`compactRevKey` in k8s.io/apiserver's `etcd3/compact.go`).
  private static final String COMPACT_KEY = "compact_rev_key";

  private Grants() {}

  static List<Step> of(RbacSubject subject) {
    List<Step> steps = new ArrayList<>(role(subject));
    String cn = subject.cn();
    if (!cn.equals("root")) {
      steps.add(
          Step.of(who(subject), "user", "add", "--no-password", cn).unless("user", "get", cn));
      if (!(subject.purpose() instanceof Purpose.None)) {
        steps.add(Step.of("", "user", "grant-role", cn, subject.role()));
      }
    }
    return steps;
  }

  private static List<Step> role(RbacSubject subject) {
    String role = subject.role();
    String profile = "Profile " + subject.profile() + ": ";
    return switch (subject.purpose()) {
      case Purpose.Apiserver(String prefix) ->
          List.of(
              add(
                  profile
                      + "kube-apiserver. Before etcd 3.5.32 and 3.6.12 its call of Status is"
                      + " refused: do not enable auth there",
                  role),
              permission(role, "readwrite", prefix),
              Step.of("", "role", "grant-permission", role, "readwrite", COMPACT_KEY));
      case Purpose.ReadOnly(String prefix) ->
          List.of(add(profile + "reads below " + prefix, role), permission(role, "read", prefix));
      case Purpose.ReadWrite(String prefix) ->
          List.of(
              add(profile + "reads and writes below " + prefix, role),
              permission(role, "readwrite", prefix));
      case Purpose.Backup _, Purpose.None _ -> List.of();
    };
  }

  private static String who(RbacSubject subject) {
    String user = "CN=" + subject.cn();
    return switch (subject.purpose()) {
      case Purpose.Backup _ ->
          user + " takes snapshots, for which etcd wants the role root: it can do everything";
      case Purpose.None _ -> user + " is let in, and may do nothing";
      case Purpose.Apiserver _, Purpose.ReadOnly _, Purpose.ReadWrite _ -> user;
    };
  }

  private static Step add(String why, String role) {
    return Step.of(why, "role", "add", role).unless("role", "get", role);
  }

  private static Step permission(String role, String kind, String prefix) {
    return Step.of("", "role", "grant-permission", "--prefix=true", role, kind, prefix);
  }
}
