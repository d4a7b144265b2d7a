package dev.keelson.cli.status;

import dev.keelson.cli.DurationConverter;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.config.ConfigException;
import dev.keelson.config.ConfigFile;
import dev.keelson.console.ManagementAddress;
import dev.keelson.console.StatusJson;
import dev.keelson.health.Snapshot;
import dev.keelson.health.Standing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `keelson status`.
@Command(
    name = "status",
    description =
        "Asks the running daemon how it is, and shows it on one screen: what is wrong and what to"
            + " do, tokens, lanes, keys. Asks the daemon only, never the token; 'keelson doctor'"
            + " looks further, and needs no daemon.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson status",
      "  keelson status --watch",
      "  keelson status --address 127.0.0.1:9911 -o json | jq '.remarks'"
    },
    exitCodeList = {
      "0:good",
      "1:degraded: it serves, but somebody should look",
      "2:down: it does not serve, or cannot be reached; or wrong arguments"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StatusCommand implements Callable<Integer> {
  /// Of this command alone, as people know it from `vault status`.
  private static final int DOWN = 2;

  /// To the upper left corner, and all that is right of it and below erased (ECMA-48 CUP, ED).
  private static final String CLEAR = "\033[H\033[J";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "/etc/keelson/keelson.yaml",
      description = "the daemon's configuration, for its management.address (${DEFAULT-VALUE})")
  private Path config;

  @Option(
      names = {"-a", "--address"},
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "127.0.0.1:PORT or unix:///path, instead of what a configuration says")
  private @Nullable ManagementAddress address;

  @Option(
      names = {"-w", "--watch"},
      paramLabel = "INTERVAL",
      arity = "0..1",
      fallbackValue = "2s",
      converter = DurationConverter.class,
      description = "show it again and again, until Ctrl-C; each ${FALLBACK-VALUE} unless told")
  private @Nullable Duration watch;

  @Mixin private OutputOption output;

  /// Reads an address, and hands the reason of a refusal to the person who typed it.
  static final class AddressConverter implements ITypeConverter<ManagementAddress> {
    @Override
    public ManagementAddress convert(String text) {
      try {
        return ManagementAddress.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    Paint paint = Paint.ofThisProcess();
    try (var client = new ManagementClient(where())) {
      Snapshot seen = client.ask();
      print(seen, paint);
      while (watch != null) {
        Thread.sleep(watch);
        seen = client.ask();
        print(seen, paint);
      }
      return exitCode(seen.standing());
    }
  }

  private ManagementAddress where() throws ConfigException {
    return address == null ? ConfigFile.read(config).management() : address;
  }

  private void print(Snapshot seen, Paint paint) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(watch != null && paint.on() ? CLEAR : "");
    out.println(
        switch (output.format()) {
          case TEXT -> new StatusScreen(seen, paint).toString();
          case JSON -> StatusJson.write(seen);
        });
    out.flush();
  }

  private static int exitCode(Standing standing) {
    return switch (standing) {
      case GOOD -> ExitCode.OK;
      case DEGRADED -> ExitCode.VIOLATION;
      case DOWN -> DOWN;
    };
  }
}
