package dev.keelson.cli.doctor.etcd;

import dev.keelson.cli.doctor.Chart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds out what etcd and kube-apiserver are started with, and says from where it knows.
record Sources(SourceOptions options, ProcTable processes, Chart.Group group) {

  Program etcd() throws SourceException {
    List<Running> running =
        processes.called("etcd").stream()
            .filter(one -> options.etcdPid == null || one.pid() == options.etcdPid)
            .toList();
    Program found = withConfigFile(etcd(running));
    group.good("etcd is started as " + found.source().name() + " says");
    return found;
  }

  private Program etcd(List<Running> running) throws SourceException {
    if (options.etcdArgs != null) {
      return joined(new ArgsFile(options.etcdArgs).read(), running);
    }
    if (options.etcdPid == null && Files.exists(options.etcdManifest)) {
      return joined(new StaticPod(options.etcdManifest, "etcd").read(), running);
    }
    if (running.isEmpty()) {
      throw new SourceException(
          "there is neither " + options.etcdManifest + " nor a process of etcd to be seen",
          "name it with --etcd-manifest or --etcd-args, or look as root");
    }
    if (running.size() > 1) {
      throw new SourceException(
          "this host has several processes of etcd: " + running.stream().map(Running::pid).toList(),
          "name one with --etcd-pid");
    }
    return running.getFirst().program();
  }

  Optional<Program> apiserver() throws SourceException {
    List<Running> running = processes.called("kube-apiserver");
    Optional<Program> found =
        Files.exists(options.apiserverManifest)
            ? Optional.of(joined(apiserverPod(options.apiserverManifest), running))
            : running.stream().findFirst().map(Running::program);
    found.ifPresentOrElse(
        one -> group.good("kube-apiserver is started as " + one.source().name() + " says"),
        () ->
            group.warn(
                "no kube-apiserver is to be seen, so its certificate is not looked at",
                "name its manifest with --apiserver-manifest"));
    return found;
  }

  private static Program apiserverPod(Path manifest) throws SourceException {
    return new StaticPod(manifest, "kube-apiserver").read();
  }

  /// With the process that belongs to the file: it writes to the same directory.
  private static Program joined(Program file, List<Running> running) {
    return running.stream()
        .filter(one -> one.flags().text("data-dir").equals(file.flags().text("data-dir")))
        .findFirst()
        .map(file::withRunning)
        .orElse(file);
  }

  /// etcd does not look at anything else once it has one (`embed.Config`).
  private static Program withConfigFile(Program etcd) throws SourceException {
    Optional<Path> file = etcd.file("config-file");
    return file.isEmpty() ? etcd : etcd.withFlags(new ArgsFile(file.get()).read().flags());
  }
}
