package dev.keelson.host;

import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A Unix socket's address, in the forms that kube-apiserver's `endpoint` knows (k8s.io/kms
/// `util.ParseEndpoint`): `unix:///run/kms.sock`, or `unix:///@name` in the abstract namespace.
public sealed interface UnixAddress {
  /// `sun_path` has 108 bytes, one of them for the end (unix(7)).
  int MAX_BYTES = 107;

  /// A socket file.
  record File(Path path) implements UnixAddress {
    public File {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("a socket's path is absolute: '" + path + "' is not");
      }
      requireFits(path.toString());
    }

    @Override
    public DomainSocketAddress netty() {
      return new DomainSocketAddress(path.toString());
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /// A name without a file, and so without a mode: only the callers' uids protect it.
  record Abstract(String name) implements UnixAddress {
    public Abstract {
      if (name.isEmpty() || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an abstract socket's name is empty or has a NUL in it");
      }
      requireFits(name);
    }

    @Override
    public DomainSocketAddress netty() {
      return new DomainSocketAddress("\0" + name);
    }

    @Override
    public String toString() {
      return "unix:///@" + name;
    }
  }

  /// The address as Netty takes it, for a server and for a client.
  DomainSocketAddress netty();

  /// Reads `unix:///path`, `unix:///@name` or a plain absolute path.
  ///
  /// @throws IllegalArgumentException when it is none of them, or longer than Linux takes
  static UnixAddress parse(String text) {
    if (!text.startsWith("unix:") && text.startsWith("/")) {
      return new File(Path.of(text));
    }
    if (!text.startsWith("unix:///")) {
      throw new IllegalArgumentException(
          "a socket is unix:///path, unix:///@name or an absolute path: '" + text + "' is not");
    }
    String path = text.substring("unix://".length());
    return path.startsWith("/@") ? new Abstract(path.substring(2)) : new File(Path.of(path));
  }

  private static void requireFits(String path) {
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a socket's path has at most "
              + MAX_BYTES
              + " bytes, this one has "
              + bytes
              + ": "
              + path);
    }
  }
}
