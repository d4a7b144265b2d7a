package dev.keelson.cli.ca;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.config.KeelsonConfig;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson ca init`.
@Command(
    name = "init",
    description = {
      "Makes the authority: a key for a root and one for issuing, neither of which ever leaves its"
          + " token, and their certificates.",
      "A run that was interrupted is taken up where it stopped. On a token that has the authority"
          + " already, made on another node, its certificates are fetched."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson ca init --config keelson.yaml",
      "  keelson ca init --config keelson.yaml --root-config root-token.yaml",
      "  keelson ca init --config keelson.yaml --root offline --key rsa-3072"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CaInitCommand implements Callable<Integer> {
  private static final int FIRST = 1;

  @Mixin private CaOptions options;

  @Mixin private ShapeOptions shape;

  @Mixin private RootChoice root;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws Exception {
    KeelsonConfig config = options.read();
    var files = CaOptions.files(config);
    if (Files.exists(files.issuing(FIRST))) {
      throw new RefusedException(
          "there is an authority in " + files.dir() + " already",
          "look at it: keelson ca show --config FILE; for a new issuing key below its root: keelson"
              + " ca rotate --config FILE");
    }
    try (var token = options.token(config)) {
      new Generation(token, shape.ceremony(token, config), output).make(FIRST, shape.kind(), root);
    }
    return ExitCode.OK;
  }
}
