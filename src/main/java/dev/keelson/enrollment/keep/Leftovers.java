package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a process that was killed in a write left beside the files.
record Leftovers(Place place) {
  /// Between its two renames a killed process leaves the new key with the old certificate; the new
  /// certificate is still there under its other name. So the pair is made whole without the issuer,
  /// whose HSM may be away. All other leftovers go: there is a private key in them.
  void repair() throws KeepException.Unwritable {
    try {
      if (place instanceof Place.Split split && place.read().pair().isEmpty()) {
        finish(split);
      }
      for (Target file : place.files()) {
        for (Path left : of(file)) {
          Files.deleteIfExists(left);
        }
      }
    } catch (IOException e) {
      throw new KeepException.Unwritable(place.files().getFirst().path(), e);
    }
  }

  private static void finish(Place.Split split) throws IOException, KeepException.Unwritable {
    for (Path left : of(split.certificate())) {
      if (isOnePair(split, left)) {
        Staged.left(split.certificate(), left).commit();
        return;
      }
    }
  }

  private static boolean isOnePair(Place.Split split, Path certificate) throws IOException {
    try {
      var _ = split.parseFiles(List.of(split.key().path(), certificate));
      return split.certificate().access().isOf(certificate);
    } catch (MalformedPairException | IOException _) {
      return false;
    }
  }

  private static List<Path> of(Target file) throws IOException {
    List<Path> left = new ArrayList<>();
    String glob = quoted(file.stagePrefix()) + "*" + Staged.SUFFIX;
    try (var all = Files.newDirectoryStream(file.directory(), glob)) {
      for (Path one : all) {
        if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)) {
          left.add(one);
        }
      }
    }
    return left;
  }

  private static String quoted(String text) {
    return text.replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1");
  }
}
