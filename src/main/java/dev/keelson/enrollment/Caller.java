package dev.keelson.enrollment;

import java.util.Optional;

/// A process that asks for something, as the kernel knows it.
///
/// @param uid numeric; its name may be another user's on another host
/// @param gid its effective group when it connected, not one of its supplementary groups
/// @param pid for the log alone: numbers are used again
/// @param unit of systemd that it runs in; empty when it runs in none
public record Caller(long uid, long gid, int pid, Optional<String> unit) {
  /// What a refusal tells it of itself.
  String inWords() {
    return "uid " + uid + unit.map(name -> " in " + name).orElse("");
  }
}
