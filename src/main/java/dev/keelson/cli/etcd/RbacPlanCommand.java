package dev.keelson.cli.etcd;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.config.ConfigException;
import dev.keelson.config.ConfigFile;
import dev.keelson.issuer.EtcdAccess;
import dev.keelson.issuer.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "  keelson etcd rbac plan --config /etc/keelson/keelson.yaml",
      "  keelson etcd rbac plan --client kube-apiserver=apiserver --client probe=none",
      "  keelson etcd rbac plan --client 'backup-job=backup' --undo",
      "  keelson etcd rbac plan --client 'metrics=read-only /registry/events/' -o json"
    },
    exitCodeList = ExitCode.OK + ":the plan is printed")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RbacPlanCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the daemon's configuration: each of issuer.profiles that has an etcd-access")
  private @Nullable Path config;

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
  public Integer call() throws ConfigException {
    RbacPlan plan = plan();
    output.print(plan, () -> new RbacScript(plan).toString());
    return ExitCode.OK;
  }

  private RbacPlan plan() throws ConfigException {
    try {
      List<RbacSubject> subjects = subjects();
      return undo ? RbacPlan.undo(subjects) : RbacPlan.of(subjects);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private List<RbacSubject> subjects() throws ConfigException {
    List<RbacSubject> subjects = new ArrayList<>(named());
    if (config != null) {
      ConfigFile.read(config).issuer().stream()
          .flatMap(issuer -> issuer.settings().profiles().stream())
          .flatMap(profile -> profile.access().map(access -> subject(profile, access)).stream())
          .forEach(subjects::add);
    }
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException(
          "nobody to plan for: name --client CN=ACCESS, or --config with an etcd-access in"
              + " issuer.profiles");
    }
    return subjects;
  }

  private static RbacSubject subject(Profile profile, EtcdAccess access) {
    return new RbacSubject(profile.name().toString(), profile.subject().commonName(), access);
  }

  private List<RbacSubject> named() {
    return clients.entrySet().stream()
        .map(one ->
            new RbacSubject(name(one.getKey()), one.getKey(), EtcdAccess.parse(one.getValue())))
        .toList();
  }

  /// A role's name has no room for everything that a CN may have.
  private static String name(String cn) {
    return cn.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
  }
}
