package dev.keelson.enrollment.keep;

/// Tells others that the files have changed.
@FunctionalInterface
public interface AfterChange {
  /// Nobody has to be told: etcd and kube-apiserver read the files at each connection.
  AfterChange NOTHING = () -> {};

  /// Tells them; the pair is in its files whatever goes wrong here.
  void run() throws InterruptedException;
}
