package dev.keelson.cli.kek;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `keelson kek show`.
@Command(
    name = "show",
    description = "Tells everything that the token says of one generation, for an inventory.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson kek show --config keelson.yaml prod/1/0123456789abcdef")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class KekShowCommand implements Callable<Integer> {
  @Mixin private KekOptions options;

  @Parameters(paramLabel = "KEY_ID", description = "as keelson kek list shows it, or its label")
  private String keyId;

  @Override
  public Integer call() throws Exception {
    try (var admin = options.login(options.read())) {
      KekRow row =
          options.rows(admin.list()).stream()
              .filter(one -> one.key_id().equals(keyId) || one.label().equals(keyId))
              .findFirst()
              .orElseThrow(() ->
                  new RefusedException(
                      "there is no key " + keyId,
                      "see which there are: keelson kek list --config FILE"));
      options.output().print(row, () -> text(row));
      return ExitCode.OK;
    }
  }

  private static String text(KekRow row) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("key_id", row.key_id().isEmpty() ? "none: it is not fit to be served" : row.key_id());
    told.put("key_id_hash", row.key_id_hash());
    told.put("state", row.state());
    told.put("activation", String.valueOf(row.activation()));
    told.put("label", row.label());
    told.put("suite", row.suite());
    told.put("fingerprint", row.fingerprint() + " (of " + row.fingerprint_of() + ")");
    told.put("CKA_ID", row.cka_id().isEmpty() ? "none" : row.cka_id());
    told.putAll(row.attributes());
    told.put("faults", listed(row.faults()));
    told.put("doubts", listed(row.doubts()));
    int width = told.keySet().stream().mapToInt(String::length).max().orElse(0);
    return told.entrySet().stream()
        .map(one -> one.getKey() + " ".repeat(width + 2 - one.getKey().length()) + one.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String listed(List<String> some) {
    return some.isEmpty() ? "none" : String.join(", ", some);
  }
}
