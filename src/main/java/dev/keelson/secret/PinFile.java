package dev.keelson.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// A PIN in a file that only its owner may read; one newline at its end is not part of the PIN.
public record PinFile(Path path) implements PinSource {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @Override
  public Pin read() throws PinUnreadableException {
    try {
      refuseUnlessPrivate();
      return new Pin(SecretBytes.takeOver(content()));
    } catch (IOException e) {
      throw new PinUnreadableException(
          "PIN file " + path + " cannot be read: " + e,
          "let the daemon's user own it: chown keelson " + path + " && chmod 0400 " + path);
    }
  }

  private void refuseUnlessPrivate() throws IOException, PinUnreadableException {
    var attributes = Files.readAttributes(path, PosixFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new PinUnreadableException(
          "PIN file " + path + " is not a regular file", "name a file that holds the PIN");
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      throw new PinUnreadableException(
          "PIN file " + path + " can be read by others than its owner",
          "chmod 0400 " + path + ", and change the PIN if strangers have an account here");
    }
  }

  private byte[] content() throws IOException, PinUnreadableException {
    byte[] buffer = new byte[Pin.MAX_BYTES + 2];
    try (InputStream in = Files.newInputStream(path)) {
      int read = in.readNBytes(buffer, 0, buffer.length);
      int length = read > 0 && buffer[read - 1] == '\n' ? read - 1 : read;
      if (length < 1 || length > Pin.MAX_BYTES) {
        throw new PinUnreadableException(
            "PIN file " + path + " is empty or longer than " + Pin.MAX_BYTES + " bytes",
            "write the PIN and nothing else into it");
      }
      return Arrays.copyOf(buffer, length);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }
}
