package dev.keelson.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the management endpoints are: on the host itself only, since they ask nobody who he is.
public sealed interface ManagementAddress {
  /// Loopback, because Prometheus scrapes TCP only, and no other host reaches it.
  ManagementAddress DEFAULT = new Loopback("127.0.0.1", 9911);

  /// Nowhere.
  record Off() implements ManagementAddress {
    @Override
    public String toString() {
      return "off";
    }
  }

  /// A port of the loopback interface.
  record Loopback(String host, int port) implements ManagementAddress {
    /// Literal addresses only: a name could be resolved to any address (RFC 6890 for the two).
    private static final Pattern LITERAL =
        Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|::1");

    private static final int MAX_PORT = 65_535;

    public Loopback {
      if (!LITERAL.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "'" + host + "' is no loopback address: other hosts could ask, and nobody asks who");
      }
      if (port < 1 || port > MAX_PORT) {
        throw new IllegalArgumentException("ports are 1 to " + MAX_PORT + ": " + port + " is none");
      }
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// A socket file, for the daemon's own user and root.
  record Unix(Path path) implements ManagementAddress {
    /// `sun_path` has 108 bytes, one of them for the end (unix(7)).
    private static final int MAX_BYTES = 107;

    public Unix {
      if (!path.isAbsolute() || path.toString().getBytes(UTF_8).length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "a socket's path is absolute, and has at most " + MAX_BYTES + " bytes: " + path);
      }
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /// Reads `127.0.0.1:9911`, `[::1]:9911`, `localhost:9911`, `unix:///path`, or `off`.
  ///
  /// @throws IllegalArgumentException when it is none of them, or other hosts could reach it
  static ManagementAddress parse(String text) {
    if (text.equals("off")) {
      return new Off();
    }
    if (text.startsWith("unix:///") && !text.startsWith("unix:///@")) {
      return new Unix(Path.of(text.substring("unix://".length())));
    }
    Matcher form =
        Pattern.compile("(\\[(?<six>.+)]|(?<four>[^:]*)):(?<port>\\d{1,6})").matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither address:port, unix:///path nor off");
    }
    String host = form.group("six") == null ? form.group("four") : form.group("six");
    return new Loopback(
        host.equals("localhost") ? "127.0.0.1" : host, Integer.parseInt(form.group("port")));
  }
}
