package dev.keelson.config;

import dev.keelson.secret.PinFile;
import dev.keelson.secret.PinSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// The attribute `pin-source` of a PKCS#11 URI, as other programs are given it: a `file:` URI or an
/// absolute path, percent-encoded (RFC 7512 §2.4). Its third form, a command, is refused: the
/// daemon starts no programs.
final class PinSourceUri {
  static final Kind<PinSource> KIND =
      new Kind<>(
          "a file: URI or an absolute path, percent-encoded",
          "write one such as \"file:/etc/keelson/pin\", with %25 for '%' and %20 for a space",
          PinSourceUri::parse);

  private static final char UNDECODABLE = '\uFFFD';

  private PinSourceUri() {}

  private static PinSource parse(String text) {
    if (text.startsWith("|")) {
      throw new Unquoting("a command ('|...'), and the daemon starts no programs");
    }
    URI uri = uri(text);
    String path = uri.getPath();
    if (!isLocalFile(uri) || path == null || !path.startsWith("/")) {
      throw new IllegalArgumentException("'" + text + "' names no file of this host");
    }
    if (path.indexOf('\0') >= 0 || path.indexOf(UNDECODABLE) >= 0) {
      throw new Unquoting("its percent-encoding is not of a path in UTF-8");
    }
    return new PinFile(Path.of(path));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static boolean isLocalFile(URI uri) {
    String host = uri.getRawAuthority();
    return (uri.getScheme() == null || uri.getScheme().equalsIgnoreCase("file"))
        && (host == null || host.equalsIgnoreCase("localhost"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
