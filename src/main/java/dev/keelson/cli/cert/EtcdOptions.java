package dev.keelson.cli.cert;

import dev.keelson.enrollment.keep.EtcdEndpoint;
import dev.keelson.enrollment.keep.EtcdPreflight;
import dev.keelson.enrollment.keep.Preflight;
import dev.keelson.enrollment.keep.RevocationProof;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Which etcd has to take a pair before it is installed.
@Command // or picocli would not take it for a mixin
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EtcdOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--etcd",
      paramLabel = "URL",
      converter = EndpointConverter.class,
      description =
          "https://host:port of an etcd that has to take each new pair before it replaces the old:"
              + " a TLS handshake and a small read. Again for each member. One that refuses keeps"
              + " the old pair in place; one that is down does not, when another accepts. When all"
              + " are down, the old pair stays while it is in time")
  private List<EtcdEndpoint> endpoints = List.of();

  @Option(
      names = "--etcd-ca",
      paramLabel = "FILE",
      description = "the CA of etcd's own certificate, as in kube-apiserver's --etcd-cafile")
  private @Nullable Path authorities;

  @Option(
      names = "--check-key",
      paramLabel = "KEY",
      defaultValue = "/registry/health",
      description =
          "the key that is read: only how many there are, from the member's own state. Where etcd"
              + " has users, the pair's must be allowed it (${DEFAULT-VALUE})")
  private String key;

  /// For the log's first line.
  String told() {
    return endpoints.isEmpty()
        ? "none cause=\"no --etcd is named: a pair that etcd refuses would be installed\""
        : endpoints.stream().map(EtcdEndpoint::toString).collect(Collectors.joining(","));
  }

  Preflight preflight() {
    if (endpoints.isEmpty() && authorities == null) {
      return Preflight.NONE;
    }
    if (endpoints.isEmpty() || authorities == null) {
      throw new ParameterException(command.commandLine(), "--etcd and --etcd-ca go together");
    }
    return new EtcdPreflight(endpoints, authorities, key);
  }

  /// Who is to show that a pair is refused.
  RevocationProof proof() {
    if (endpoints.isEmpty() || authorities == null) {
      throw new ParameterException(
          command.commandLine(), "--verify needs an etcd to ask: --etcd and --etcd-ca");
    }
    return new RevocationProof(endpoints, authorities, key);
  }

  /// Reads an address, and hands the reason of a refusal to the person who typed it.
  static final class EndpointConverter implements ITypeConverter<EtcdEndpoint> {
    @Override
    public EtcdEndpoint convert(String text) {
      try {
        return EtcdEndpoint.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
