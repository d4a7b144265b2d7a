package dev.keelson.config;

import dev.keelson.host.SocketSettings;
import dev.keelson.host.UnixAddress;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// `socket`: where the service listens, and who may call it.
final class SocketSection {
  static final Keys KEYS = Keys.of("address", "mode", "group", "allow-uids");

  /// For a socket whose callers are known from elsewhere.
  static final Keys PLACE = Keys.of("address", "mode", "group");

  /// `(uid_t) -1` means "no user" to the kernel (chown(2)).
  private static final long MAX_UID = 4_294_967_294L;

  private static final Kind<UnixAddress> ADDRESS =
      new Kind<>(
          "a socket's address",
          "write it as in the API server's 'endpoint', such as unix:///run/keelson/kms.sock",
          UnixAddress::parse);

  private static final Kind<Set<PosixFilePermission>> MODE =
      Kind.matching("a mode in octal digits", "[0-7]{3,4}", SocketMode::parse)
          .fix("write \"0600\", or \"0660\" for the group too; callers are named in allow-uids");

  private static final Kind<String> GROUP =
      Kind.matching("a group's name", "[A-Za-z_][A-Za-z0-9_.-]{0,31}", Function.<String>identity())
          .fix("write the group's name, not its number");

  private static final Kind<Integer> UID =
      Kind.matching("a numeric user id", "[0-9]{1,10}", SocketSection::uid)
          .fix("write a list of numbers, such as [0, 998]; 'id -u NAME' tells a user's");

  private SocketSection() {}

  static Optional<SocketSettings> read(Section socket) {
    var uids = socket.list("allow-uids", UID).orElse(List.of());
    return read(socket, Set.copyOf(uids));
  }

  /// @param uids who may call
  static Optional<SocketSettings> read(Section socket, Set<Integer> uids) {
    var address = socket.required("address", ADDRESS);
    var mode = socket.optional("mode", MODE).orElse(SocketSettings.DEFAULT_MODE);
    var group = socket.optional("group", GROUP);
    if (address.orElse(null) instanceof UnixAddress.Abstract) {
      refuse("mode", socket);
      refuse("group", socket);
    }
    return address.map(a -> new SocketSettings(a, mode, group, uids));
  }

  private static void refuse(String key, Section socket) {
    if (socket.mentions(key)) {
      socket.fault(
          key,
          "an abstract socket has no file that could have it",
          "remove it, allow-uids says who may call; or listen at a path");
    }
  }

  /// As the kernel's own 32 bits, which Java's `int` shows as negative from 2^31 on.
  private static Integer uid(String text) {
    long uid = Long.parseLong(text);
    if (uid > MAX_UID) {
      throw new IllegalArgumentException("user ids end at " + MAX_UID + ": " + uid + " is none");
    }
    return (int) uid;
  }
}
