package dev.keelson.cli;

import dev.keelson.token.PinGuard.Risk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/// `keelson serve --config FILE` and not a word more, as the unit has it. It does what [ServeCommand]
/// does, without picocli, which reads what every command can before it runs one: a third of the time
/// to the first Status.
record PlainServe(Path config) {
  private static final int WORDS = 3;

  /// What begins with these is no name of a file to picocli: an option, and words in a file.
  private static final String SPECIAL = "-@";

  /// Empty for words that picocli has to read.
  static Optional<PlainServe> of(String... words) {
    boolean plain =
        words.length == WORDS
            && words[0].equals("serve")
            && words[1].equals("--config")
            && !words[2].isEmpty()
            && SPECIAL.indexOf(words[2].charAt(0)) < 0;
    return plain ? Optional.of(new PlainServe(Path.of(words[2]))) : Optional.empty();
  }

  int run() {
    try {
      return ServeCommand.serve(config, Risk.AVOID);
    } catch (Exception e) {
      return FailureHandler.tell(e, new PrintWriter(System.err, true));
    }
  }
}
