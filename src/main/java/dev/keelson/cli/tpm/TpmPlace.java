package dev.keelson.cli.tpm;

import dev.keelson.cli.RefusedException;
import dev.keelson.token.ModuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The TPM and the store of a configuration.
///
/// @param tcti how the TPM is reached
record TpmPlace(StoreDirectory store, String tcti) {
  private static final String TCTI = "TPM2_PKCS11_TCTI";
  private static final Path MEMORY = Path.of("/dev/shm");

  static TpmPlace of(ModuleSettings module) throws RefusedException {
    var store =
        StoreDirectory.of(module)
            .orElseThrow(() -> missing(StoreDirectory.VARIABLE, "/var/lib/keelson/tpm2-pkcs11"));
    String tcti = module.environment().get(TCTI);
    if (tcti == null) {
      throw missing(TCTI, "device:/dev/tpmrm0");
    }
    var fault = store.fault();
    if (fault.isPresent()) {
      throw new RefusedException(fault.get().what(), fault.get().remedy());
    }
    if (!Files.exists(store.path().resolve(StoreDirectory.DATABASE))) {
      throw new RefusedException(
          "the store " + store.path() + " is empty", "make a token: see docs/tpm.md");
    }
    return new TpmPlace(store, tcti);
  }

  private static RefusedException missing(String variable, String such) {
    return new RefusedException(
        "module.environment has no " + variable, "write it, such as " + variable + ": " + such);
  }

  /// Of the programs that work on it. Their files are TPM-wrapped keys; they go to memory all the
  /// same where that is possible.
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("TPM2TOOLS_TCTI", tcti);
    variables.put(TCTI, tcti);
    variables.put(StoreDirectory.VARIABLE, store.path().toString());
    variables.put("TSS2_LOG", "all+none");
    if (isInMemory()) {
      variables.put("TMPDIR", MEMORY.toString());
    }
    return variables;
  }

  private static boolean isInMemory() {
    try {
      return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).type().equals("tmpfs");
    } catch (IOException _) {
      return false;
    }
  }
}
