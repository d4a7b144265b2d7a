package dev.keelson.cli;

import dev.keelson.Preparation;
import dev.keelson.config.ConfigFile;
import dev.keelson.config.KeelsonConfig;
import dev.keelson.token.PinGuard.Risk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/// `keelson serve --config FILE` and not a word more, as the unit has it. It does what
/// [ServeCommand] does, without picocli, which reads what every command can before it runs one:
/// that took a third of the time to the first Status.
public record PlainServe(Path config) {
  private static final int WORDS = 3;

  /// What begins with these is no name of a file to picocli: an option, and words in a file.
  private static final String SPECIAL = "-@";

  /// Empty for words that picocli has to read.
  public static Optional<PlainServe> of(String... words) {
    boolean plain =
        words.length == WORDS
            && words[0].equals("serve")
            && words[1].equals("--config")
            && !words[2].isEmpty()
            && SPECIAL.indexOf(words[2].charAt(0)) < 0;
    return plain ? Optional.of(new PlainServe(Path.of(words[2]))) : Optional.empty();
  }

  /// Serves until the process is told to end.
  ///
  /// @return what the process ends with
  public int run() {
    var preparation = Preparation.begin();
    try {
      KeelsonConfig read = ConfigFile.read(config);
      preparation.await();
      return ServeCommand.serve(config, read, Risk.AVOID);
    } catch (Exception e) {
      return Failures.tell(e, new PrintWriter(System.err, true, System.err.charset()));
    }
  }
}
