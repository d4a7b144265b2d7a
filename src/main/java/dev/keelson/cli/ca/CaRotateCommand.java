package dev.keelson.cli.ca;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.RefusedException;
import dev.keelson.config.KeelsonConfig;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keelson ca rotate`.
@Command(
    name = "rotate",
    description = {
      "Makes a new issuing key and its certificate below the same root. etcd keeps running: it trusts"
          + " the root, and gets the issuing certificate from each client.",
      "A daemon that runs signs with it within seconds, once its token was seen to have the key. What"
          + " the old one signed stays good until it expires; its key is destroyed by nobody but"
          + " you."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample%n",
    footer = "  keelson ca rotate --config keelson.yaml")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CaRotateCommand implements Callable<Integer> {
  @Mixin private CaOptions options;

  @Mixin private ShapeOptions shape;

  @Mixin private RootChoice root;

  @Mixin private OutputOption output;

  @Override
  public Integer call() throws Exception {
    KeelsonConfig config = options.read();
    var files = CaOptions.files(config);
    int next = files.read().generations().lastKey() + 1;
    if (Files.exists(files.request(next))) {
      throw new RefusedException(
          "a request is waiting to be signed: " + files.request(next),
          "have the root sign it, then: keelson ca import --config FILE issuing.pem");
    }
    try (var token = options.token(config)) {
      new Generation(token, shape.ceremony(token, config), output).make(next, shape.kind(), root);
    }
    return ExitCode.OK;
  }
}
