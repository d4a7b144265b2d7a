package dev.keelson.cli.etcd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the holder of a profile's certificate does in etcd: a profile's `etcd-access`.
public sealed interface Purpose {
  Pattern TEXT = Pattern.compile("(apiserver|read-only|read-write|backup|none)(?: (\\S.*))?");

  /// A kube-apiserver, whose objects are below `--etcd-prefix`.
  record Apiserver(String prefix) implements Purpose {}

  /// Reads and watches.
  record ReadOnly(String prefix) implements Purpose {}

  /// Reads, watches and writes.
  record ReadWrite(String prefix) implements Purpose {}

  /// Takes snapshots, for which etcd wants root: `authMaintenanceServer.Snapshot` asks for an
  /// administrator.
  record Backup() implements Purpose {}

  /// Is let in, and may do nothing: for probes, which take "permission denied" for good health.
  record None() implements Purpose {}

  /// As the configuration writes it, such as `read-only /registry/events/`.
  ///
  /// @throws IllegalArgumentException when it is something else
  static Purpose parse(String text) {
    Matcher found = TEXT.matcher(text.strip());
    if (!found.matches()) {
      throw unknown(text);
    }
    String prefix = found.group(2);
    return switch (found.group(1)) {
      case "apiserver" -> new Apiserver(prefix == null ? "/registry/" : prefix);
      case "read-only" -> new ReadOnly(required(prefix, text));
      case "read-write" -> new ReadWrite(required(prefix, text));
      case "backup" -> bare(new Backup(), prefix, text);
      default -> bare(new None(), prefix, text);
    };
  }

  private static String required(String prefix, String text) {
    if (prefix == null) {
      throw unknown(text);
    }
    return prefix;
  }

  private static Purpose bare(Purpose purpose, String prefix, String text) {
    if (prefix != null) {
      throw unknown(text);
    }
    return purpose;
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is none of: apiserver [PREFIX], read-only PREFIX, read-write PREFIX,"
            + " backup, none");
  }
}
