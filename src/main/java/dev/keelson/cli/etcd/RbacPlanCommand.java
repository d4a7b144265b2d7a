package dev.keelson.cli.etcd;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `keelson etcd rbac plan`.
@Command(
    name = "plan",
    description =
        "Prints the commands of etcdctl that give each client's CN a role no wider than it needs,"
            + " as a shell script. Runs none of them. Nothing changes for anybody before the last,"
            + " auth enable, which is a comment.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson etcd rbac plan --client kube-apiserver=apiserver --client probe=none",
      "  keelson etcd rbac plan --client 'backup-job=backup' --undo",
      "  keelson etcd rbac plan --client 'metrics=read-only /registry/events/' -o json"
    },
    exitCodeList = ExitCode.OK + ":the plan is printed")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RbacPlanCommand implements Callable<Integer> {
  @Option(
      names = "--client",
      paramLabel = "CN=ACCESS",
      description =
          "a client, and what it does: apiserver [PREFIX], read-only PREFIX, read-write PREFIX,"
              + " backup or none")
  private Map<String, String> clients = new LinkedHashMap<>();

  @Option(names = "--undo", description = "the commands that take it all back")
  private boolean undo;

  @Mixin private OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RbacPlan plan = plan();
    output.print(plan, () -> new RbacScript(plan).toString());
    return ExitCode.OK;
  }

  private RbacPlan plan() {
    try {
      List<RbacSubject> subjects = subjects();
      return undo ? RbacPlan.undo(subjects) : RbacPlan.of(subjects);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private List<RbacSubject> subjects() {
    return clients.entrySet().stream()
        .map(
            one -> new RbacSubject(name(one.getKey()), one.getKey(), Purpose.parse(one.getValue())))
        .toList();
  }

  /// A role's name has no room for everything that a CN may have.
  private static String name(String cn) {
    return cn.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
  }
}
