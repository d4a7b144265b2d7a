import dev.keelson.cli.KeelsonCommand;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/// `java ManPages.java VERSION DATE ASCIIDOC-DIRECTORY MAN-DIRECTORY`: a man page for each command, of
/// what its `--help` says. picocli writes AsciiDoc, Asciidoctor makes roff of it.
final class ManPages {
  /// What picocli says of a command in a line of its own is for man-db's index, where only the first
  /// sentence has room.
  private static final Pattern NAME =
      Pattern.compile("(== Name\n\n\\S+ - .*?)(?:[.;] [^\n]*|\\.)\n");

  /// Examples keep their lines and their indentation, as they do on the terminal.
  private static final Pattern FOOTER =
      Pattern.compile("(?s)\\[%hardbreaks]\n(.*?)\n\n(// end::picocli-generated-man-section-footer)");

  private ManPages() {}

  public static void main(String[] arguments) throws IOException {
    Path sources = Path.of(arguments[2]);
    CommandLine root = KeelsonCommand.commandLine();
    setVersion(root, "Keelson " + arguments[0]);
    CommandSpec spec = root.getCommandSpec();
    boolean[] quietly = {};
    if (ManPageGenerator.generateManPage(sources.toFile(), null, quietly, false, spec) != 0) {
      throw new IOException("picocli wrote no pages to " + sources);
    }
    try (DirectoryStream<Path> pages = Files.newDirectoryStream(sources, "*.adoc");
        Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
      Options options = options(arguments[1], Path.of(arguments[3]));
      for (Path page : pages) {
        Files.writeString(page, improved(Files.readString(page)));
        asciidoctor.convertFile(page.toFile(), options);
      }
    }
  }

  /// Only the root has one of its own, and that tells the Java as well.
  private static void setVersion(CommandLine command, String version) {
    command.getCommandSpec().versionProvider(null).version(version);
    command.getSubcommands().values().forEach(sub -> setVersion(sub, version));
  }

  private static Options options(String date, Path directory) {
    return Options.builder()
        .backend("manpage")
        .safe(SafeMode.UNSAFE) // it writes files
        .toDir(directory.toFile())
        .attributes(Attributes.builder().attribute("docdate", date).build())
        .build();
  }

  private static String improved(String page) {
    String named = NAME.matcher(page).replaceFirst("$1\n");
    return FOOTER.matcher(named).replaceFirst("....\n$1\n....\n\n$2");
  }
}
