package dev.keelson.cli.doctor;

import dev.keelson.cli.tpm.StoreDirectory;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.host.KernelClock;
import dev.keelson.host.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The host's files, clock and swap.
record HostChecks(KeelsonConfig config, Chart.Group group) {
  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  void run() {
    stateDir(config.stateDir());
    library(config.module().path());
    StoreDirectory.of(config.module()).ifPresent(this::store);
    clock();
    swap();
  }

  private void stateDir(Path dir) {
    if (!Files.isDirectory(dir)) {
      group.warn(
          "state directory " + dir + " is not there yet",
          "install -d -m 0700 -o keelson " + dir + " (a systemd unit's StateDirectory= makes it)");
      return;
    }
    try {
      var mode = Files.getPosixFilePermissions(dir);
      if (OWNER_ALONE.containsAll(mode)) {
        group.good("state directory " + dir + " is its owner's alone");
      } else {
        group.bad(
            "state directory " + dir + " lets others in: " + PosixFilePermissions.toString(mode),
            "chmod 0700 " + dir);
      }
    } catch (IOException e) {
      group.bad("state directory " + dir + " cannot be looked at: " + e, "see: namei -l " + dir);
    }
  }

  private void store(StoreDirectory store) {
    store
        .fault()
        .ifPresentOrElse(
            fault -> group.bad(fault.what(), fault.remedy()),
            () -> group.good("the store " + store.path() + " is its owner's alone"));
  }

  /// The vendor's library sees PIN and seeds: who can write it has both.
  private void library(Path library) {
    try {
      Path real = library.toRealPath();
      Path dir = real.resolveSibling("");
      if (othersWrite(real) || othersWrite(dir)) {
        group.bad(
            "the module " + real + ", or its directory, can be written by others",
            "chmod go-w " + real + " " + dir + ", and install the vendor's package anew");
      } else {
        group.good("the module " + real + " can be written by its owner alone");
      }
    } catch (IOException e) {
      group.bad("the module " + library + " cannot be looked at: " + e, "mend module.path");
    }
  }

  private static boolean othersWrite(Path path) throws IOException {
    var mode = Files.getPosixFilePermissions(path);
    boolean groupIsRoot = Files.getAttribute(path, "unix:gid").equals(0);
    return mode.contains(PosixFilePermission.OTHERS_WRITE)
        || (mode.contains(PosixFilePermission.GROUP_WRITE) && !groupIsRoot);
  }

  private void clock() {
    switch (KernelClock.state()) {
      case SYNCHRONISED -> group.good("the clock is kept by a time service");
      case FREE ->
          group.warn(
              "no time service keeps the clock: an activation is by the clock of each host",
              "timedatectl set-ntp true");
      case UNKNOWN ->
          group.warn("the kernel does not tell whether the clock is right", "timedatectl status");
    }
  }

  private void swap() {
    try {
      switch (Swap.ofTheService()) {
        case NONE -> group.good("no memory is swapped out to a disk");
        case KEPT_OUT -> group.good("the memory of keelson.service is not swapped out");
        case OPEN ->
            group.warn(
                "a seed or the PIN can be swapped out to a disk",
                "have the daemon run as keelson.service, with control groups v2; or swapoff -a; or"
                    + " encrypt the swap");
      }
    } catch (IOException e) {
      group.warn("the kernel does not tell of its swap: " + e, "swapon --show");
    }
  }
}
