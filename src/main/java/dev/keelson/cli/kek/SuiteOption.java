package dev.keelson.cli.kek;

import dev.keelson.envelope.Suite;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `--suite`, of the commands that make keys.
final class SuiteOption {
  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      converter = Converter.class,
      completionCandidates = Names.class,
      description = {
        "what the key seals with: ${COMPLETION-CANDIDATES}",
        "(as the generation before; for a first one AES-GCM if the token has it)"
      })
  private @Nullable Suite suite;

  Optional<Suite> suite() {
    return Optional.ofNullable(suite);
  }

  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Suite.values()).map(Suite::toString).iterator();
    }
  }

  private static final class Converter implements ITypeConverter<Suite> {
    @Override
    public Suite convert(String text) {
      return Suite.named(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'" + text + "' is no suite; there are " + String.join(", ", new Names())));
    }
  }
}
