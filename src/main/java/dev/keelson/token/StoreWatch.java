package dev.keelson.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Whether a module's store of keys has changed. Some modules read it at C_Initialize alone
/// (tpm2-pkcs11 1.9.0), and show no key that is made later.
public interface StoreWatch {
  /// For modules that show new keys by themselves.
  StoreWatch NONE = () -> "";

  /// What stays the same for as long as the store does.
  String stamp();

  /// A store that is one file.
  static StoreWatch over(Path file) {
    return () -> {
      try {
        var now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
      } catch (IOException _) {
        return "absent";
      }
    };
  }
}
