package dev.keelson.cli.token;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.config.ConfigFile;
import dev.keelson.host.ProcessEnvironment;
import dev.keelson.token.ModuleSettings;
import dev.keelson.token.Pkcs11Module;
import dev.keelson.token.SeenSlot;
import dev.keelson.token.TokenSelector;
import dev.keelson.token.TokenSlot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `keelson token list`.
@Command(
    name = "list",
    description =
        "Shows every token of a module, without a login: label, serial, state, what it says of"
            + " wrong PINs, and which one the configuration means.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson token list --config keelson.yaml",
      "  keelson token list --module /usr/lib/softhsm/libsofthsm2.so -o json"
    },
    exitCodeList = {
      ExitCode.OK + ":there is a token, blank or not",
      ExitCode.VIOLATION + ":there is none",
      ExitCode.UNAVAILABLE + ":module unavailable",
      ExitCode.CONFIG + ":the configuration has faults"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenListCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Place place;

  @Mixin private OutputOption output;

  /// Where the tokens are.
  static final class Place {
    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        description = "a daemon's configuration: the module is that of it")
    private @Nullable Path config;

    @Option(
        names = "--module",
        paramLabel = "LIBRARY",
        description = "a vendor's PKCS#11 library, where there is no configuration yet")
    private @Nullable Path module;
  }

  @Override
  public Integer call() throws Exception {
    if (place.config == null) {
      return list(new ModuleSettings(library(), Map.of()), Optional.empty());
    }
    var config = ConfigFile.read(place.config);
    return list(config.module(), Optional.of(config.token()));
  }

  private Path library() {
    if (place.module == null) {
      throw new IllegalStateException("picocli lets one of both through");
    }
    return place.module.toAbsolutePath();
  }

  private int list(ModuleSettings settings, Optional<TokenSelector> wanted) throws Exception {
    ProcessEnvironment.set(settings.environment());
    try (var module = Pkcs11Module.initialize(Pkcs11Module.load(settings))) {
      List<SeenSlot> slots = module.slots();
      long meant = slots.stream().filter(slot -> means(wanted, slot)).count();
      String chosen = meant > 1 ? "ambiguous" : "yes";
      List<TokenRow> rows =
          slots.stream()
              .map(slot -> TokenRow.of(slot, means(wanted, slot) ? chosen : "no"))
              .toList();
      output.print(rows, () -> TokenRow.table(rows));
      return rows.isEmpty() ? ExitCode.VIOLATION : ExitCode.OK;
    }
  }

  private static boolean means(Optional<TokenSelector> wanted, SeenSlot slot) {
    return slot instanceof TokenSlot token
        && wanted
            .filter(selector -> selector.selects(token.info().label(), token.info().serial()))
            .isPresent();
  }
}
