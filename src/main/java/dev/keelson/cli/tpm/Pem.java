package dev.keelson.cli.tpm;

import dev.keelson.cli.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/// One block of a PEM file (RFC 7468).
final class Pem {
  private static final long MAX_BYTES = 16 << 10;

  private Pem() {}

  /// What is under the first label of these that the file has.
  static byte[] read(Path file, String label) throws RefusedException {
    String text = text(file);
    if (!has(text, label)) {
      throw new RefusedException(
          "there is no " + label + " in " + file, "make it by openssl, as docs/tpm.md shows");
    }
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin) + begin.length();
    String base64 = text.substring(from, text.indexOf("-----END " + label + "-----"));
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new RefusedException("the " + label + " in " + file + " is not base64", "copy it anew");
    }
  }

  static boolean has(Path file, String label) throws RefusedException {
    return has(text(file), label);
  }

  private static boolean has(String text, String label) {
    String quoted = Pattern.quote(label);
    return Pattern.compile("-----BEGIN " + quoted + "-----[^-]+-----END " + quoted + "-----")
        .matcher(text)
        .find();
  }

  private static String text(Path file) throws RefusedException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new RefusedException(file + " is too long for a key", "name the key's own file");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new RefusedException(file + " cannot be read: " + e, "see: ls -l " + file);
    }
  }
}
