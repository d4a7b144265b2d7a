package dev.keelson.cli.etcd;

import java.util.List;
import java.util.stream.Collectors;

/// A plan as a POSIX shell script, in which the last step is a comment.
record RbacScript(RbacPlan plan) {
  private static final String HEAD =
      """
      #!/bin/sh
      # Users and roles of etcd, by keelson etcd rbac plan. Read it before you run it, with
      # ETCDCTL_ENDPOINTS, ETCDCTL_CACERT, ETCDCTL_CERT and ETCDCTL_KEY set.
      # It can be run again. Rights that a role had before it keeps: to narrow one, delete it first.
      set -eu
      export ETCDCTL_API=3
      """;

  @Override
  public String toString() {
    String steps = plan.steps().stream().map(RbacScript::text).collect(Collectors.joining("\n"));
    String breaks =
        plan.breaks().stream().map(one -> comment(one) + "\n").collect(Collectors.joining());
    return HEAD
        + steps
        + "\n\n"
        + comment("The last step: " + plan.last().why() + ".")
        + "\n"
        + breaks
        + comment(call(plan.last().command()));
  }

  private static String text(Step step) {
    String why = step.why().isEmpty() ? "" : "\n" + comment(step.why()) + "\n";
    return why + guard("", step.unless()) + guard("! ", step.onlyIf()) + call(step.command());
  }

  private static String guard(String not, List<String> seen) {
    return seen.isEmpty() ? "" : not + call(seen) + " >/dev/null 2>&1 || ";
  }

  /// On one line, whatever a name has in it: [RbacSubject] lets in no control characters.
  private static String comment(String text) {
    return "# " + text;
  }

  private static String call(List<String> words) {
    return "etcdctl " + words.stream().map(RbacScript::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
