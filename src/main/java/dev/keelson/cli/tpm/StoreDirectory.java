package dev.keelson.cli.tpm;

import dev.keelson.token.ModuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Where tpm2-pkcs11 keeps its database, which it makes readable for all: what guards the wrapped
/// keys, and the salt of the PIN, is the directory.
public record StoreDirectory(Path path) {
  static final String VARIABLE = "TPM2_PKCS11_STORE";
  static final String DATABASE = "tpm2_pkcs11.sqlite3";

  private static final Set<PosixFilePermission> OWNER_ALONE =
      PosixFilePermissions.fromString("rwx------");

  /// What is wrong with it, and what mends that.
  public record Fault(String what, String remedy) {}

  /// That of a module, if the module is tpm2-pkcs11.
  public static Optional<StoreDirectory> of(ModuleSettings module) {
    return Optional.ofNullable(module.environment().get(VARIABLE))
        .map(path -> new StoreDirectory(Path.of(path)));
  }

  public Optional<Fault> fault() {
    if (!Files.isDirectory(path)) {
      return fault("the store " + path + " is not there", "install -d -m 0700 -o keelson " + path);
    }
    try {
      var mode = Files.getPosixFilePermissions(path);
      if (!OWNER_ALONE.containsAll(mode)) {
        return fault(
            "the store " + path + " lets others in: " + PosixFilePermissions.toString(mode),
            "chmod 0700 " + path);
      }
    } catch (IOException e) {
      return fault("the store " + path + " cannot be looked at: " + e, "see: namei -l " + path);
    }
    return Optional.empty();
  }

  private static Optional<Fault> fault(String what, String remedy) {
    return Optional.of(new Fault(what, remedy));
  }
}
