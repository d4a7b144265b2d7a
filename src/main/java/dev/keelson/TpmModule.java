package dev.keelson;

import dev.keelson.token.Lockout;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.StoreWatch;
import dev.keelson.tpm.Tpm;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// What is peculiar to tpm2-pkcs11, known by the variables that it reads.
///
/// @param environment of a module, of this vendor or another
record TpmModule(Map<String, String> environment) {
  private static final String TCTI = "TPM2_PKCS11_TCTI";
  private static final String STORE = "TPM2_PKCS11_STORE";

  /// The one file of a store.
  private static final String DATABASE = "tpm2_pkcs11.sqlite3";

  TpmModule(ModuleSettings module) {
    this(module.environment());
  }

  /// The TPM's count of wrong PINs, if the module has a TPM.
  Lockout.Watch lockout(InstantSource clock) {
    String tcti = environment.get(TCTI);
    return tcti == null ? Lockout.Watch.NONE : new TpmLockout(new Tpm(tcti), clock);
  }

  /// The store, if the module has one.
  StoreWatch store() {
    String store = environment.get(STORE);
    return store == null ? StoreWatch.NONE : StoreWatch.over(Path.of(store, DATABASE));
  }
}
