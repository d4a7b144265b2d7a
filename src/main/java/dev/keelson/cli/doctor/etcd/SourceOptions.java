package dev.keelson.cli.doctor.etcd;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Where `keelson doctor etcd` looks.
@Command // or picocli would not take it for a mixin
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SourceOptions {
  @Option(
      names = "--etcd-manifest",
      paramLabel = "FILE",
      defaultValue = "/etc/kubernetes/manifests/etcd.yaml",
      description = "etcd's static pod (${DEFAULT-VALUE})")
  Path etcdManifest;

  @Option(
      names = "--apiserver-manifest",
      paramLabel = "FILE",
      defaultValue = "/etc/kubernetes/manifests/kube-apiserver.yaml",
      description = "the API server's static pod (${DEFAULT-VALUE})")
  Path apiserverManifest;

  @Option(
      names = "--etcd-args",
      paramLabel = "FILE",
      description =
          "instead of a static pod: a systemd unit, a file of ETCD_ variables or of flags, or"
              + " etcd's own --config-file")
  @Nullable Path etcdArgs;

  @Option(
      names = "--etcd-pid",
      paramLabel = "PID",
      description = "the process, if this host has several of etcd")
  @Nullable Long etcdPid;

  @Option(
      names = "--etcd-version",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description = "such as 3.5.15, if neither the image nor etcd itself tells it")
  @Nullable EtcdVersion etcdVersion;

  /// Reads a release.
  static final class VersionConverter implements ITypeConverter<EtcdVersion> {
    @Override
    public EtcdVersion convert(String text) {
      return EtcdVersion.of(text)
          .orElseThrow(() -> new TypeConversionException("'" + text + "' is no release of etcd"));
    }
  }
}
