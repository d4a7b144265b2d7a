package dev.keelson.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// A file that holds a PIN and nothing else; one newline at its end is not part of the PIN.
///
/// @param what how the operator knows the file, for the sentences about it
record SecretFile(String what, Path path) {

  Pin read() throws IOException, PinUnreadableException {
    if (!Files.isRegularFile(path)) {
      throw new PinUnreadableException(
          what + " is not a regular file", "name a file that holds the PIN");
    }
    byte[] buffer = new byte[Pin.MAX_BYTES + 2];
    try (InputStream in = Files.newInputStream(path)) {
      int read = in.readNBytes(buffer, 0, buffer.length);
      int length = read > 0 && buffer[read - 1] == '\n' ? read - 1 : read;
      if (length < 1 || length > Pin.MAX_BYTES) {
        throw new PinUnreadableException(
            what + " is empty or longer than " + Pin.MAX_BYTES + " bytes",
            "write the PIN and nothing else into it");
      }
      return new Pin(SecretBytes.takeOver(Arrays.copyOf(buffer, length)));
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  /// Refuses a file, or a directory, whose mode lets others in.
  ///
  /// @param most the most that its mode may grant
  void refuseUnlessWithin(Set<PosixFilePermission> most, String remedy)
      throws IOException, PinUnreadableException {
    var granted = Files.getPosixFilePermissions(path);
    if (!most.containsAll(granted)) {
      throw new PinUnreadableException(
          what + " lets others in, with the mode " + PosixFilePermissions.toString(granted),
          remedy);
    }
  }
}
