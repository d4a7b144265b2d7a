package dev.keelson.cli.doctor.etcd;

import java.nio.file.Path;

/// Where on this host a path lies that a program was given: a container has mounts of its own.
interface HostPaths {
  HostPaths SAME = Path::of;

  Path of(String path);
}
