package dev.keelson.token;

import dev.keelson.kek.Generation;
import dev.keelson.kek.KekException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A daemon's process that looks for new generations without a pause, so that it looks into every
/// moment of a key's making.
public final class Onlooker {
  /// The file with which it tells that it looks.
  static final String LOOKS = "looks";

  /// The file with which it is told that no more generations come.
  static final String ENOUGH = "enough";

  private Onlooker() {}

  /// Tells, in the end, the numbers of the generations that it sees.
  ///
  /// @param arguments the directory of the token
  public static void main(String... arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    try (var served = Serving.open(SoftHsm.in(dir), "keelson", "prod")) {
      Files.createFile(dir.resolve(LOOKS));
      while (!Files.exists(dir.resolve(ENOUGH))) {
        look(served);
      }
      served.keyring().refresh();
      System.out.println(
          served.keyring().generations().stream().map(Generation::number).sorted().toList());
    }
  }

  /// A look may come in between two writes of a key and fail; a daemon looks again, too.
  private static void look(Served served) {
    try {
      served.keyring().refresh();
    } catch (KekException e) {
      System.err.println(e.getMessage());
    }
  }
}
