package dev.keelson.config;

import dev.keelson.token.CallOrder;
import dev.keelson.token.GcmIv;
import dev.keelson.token.ModuleSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// `module`: the vendor's library and its environment.
final class ModuleSection {
  static final Keys KEYS = Keys.of("path", "environment", "calls", "gcm-iv");

  private static final Kind<Path> LIBRARY =
      Kinds.ABSOLUTE_PATH.fix(
          "write the vendor's library, such as /usr/lib/softhsm/libsofthsm2.so");

  private static final Kind<String> VARIABLE =
      Kind.matching("a text", "[^\\x00]*", Function.<String>identity())
          .fix("write the variable's text, \"\" for an empty one");

  private static final Kind<CallOrder> CALLS =
      new Kind<>(
          "'parallel' or 'serial'",
          "write serial for a module that races with itself, or leave the key out for parallel",
          text -> known(CallOrder.named(text), text, "parallel or serial"));

  private static final Kind<GcmIv> GCM_IV =
      new Kind<>(
          "a way that a token has with IVs",
          "write what the vendor documents: daemon, returned, zeroed or appended; or leave the key"
              + " out for daemon",
          text -> known(GcmIv.named(text), text, "daemon, returned, zeroed or appended"));

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SECRET = Pattern.compile(".*(PIN|PASSWORD).*");

  private ModuleSection() {}

  static Optional<ModuleSettings> read(Section module) {
    var path = module.required("path", LIBRARY);
    var environment =
        module
            .section("environment", Keys.any().echoingNothing())
            .map(ModuleSection::variables)
            .orElse(Map.of());
    var calls = module.optional("calls", CALLS).orElse(CallOrder.PARALLEL);
    var iv = module.optional("gcm-iv", GCM_IV).orElse(GcmIv.DAEMON);
    path.ifPresent(library -> refuseRaces(library, calls, module));
    return path.map(library -> new ModuleSettings(library, environment, calls, iv));
  }

  /// Its sessions mix otherwise, and calls fail from then on for ever.
  private static void refuseRaces(Path library, CallOrder calls, Section module) {
    if (calls == CallOrder.PARALLEL && library.toString().contains("tpm2_pkcs11")) {
      module.fault(
          module.mentions("calls") ? "calls" : "path",
          "tpm2-pkcs11 takes no lock where it opens and closes sessions",
          "write 'calls: serial' below module, or 'profile: tpm2' at the top");
    }
  }

  private static <T> T known(Optional<T> named, String text, String names) {
    return named.orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not " + names));
  }

  private static Map<String, String> variables(Section environment) {
    Map<String, String> variables = new HashMap<>();
    for (String name : environment.names()) {
      refuse(name, environment);
      environment.optional(name, VARIABLE).ifPresent(text -> variables.put(name, text));
    }
    return variables;
  }

  private static void refuse(String name, Section environment) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      environment.fault(
          name, "not the name of a variable", "use letters, digits and '_', no digit first");
    } else if (SECRET.matcher(upper).matches()) {
      environment.fault(
          name,
          "a secret does not belong in the environment, where other programs can read it",
          "remove it, and change the secret if it was one; a PIN comes from token.pin-file");
    } else if (upper.startsWith("LD_")) {
      environment.fault(
          name,
          "the loader's variables change which code runs, and come too late here",
          "remove it; what the module needs belongs where the loader looks (ldconfig)");
    }
  }
}
