package dev.keelson.cli.ca;

import dev.keelson.cli.ConfigOption;
import dev.keelson.cli.ExitCode;
import dev.keelson.cli.OutputOption;
import dev.keelson.cli.TextTable;
import dev.keelson.issuer.Authority;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.AuthorityLint;
import dev.keelson.issuer.KeyKind;
import dev.keelson.issuer.Serial;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `keelson ca show`.
@Command(
    name = "show",
    description =
        "Shows the authority's certificates, newest first, or prints them in PEM. Asks no token.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples%n",
    footer = {
      "  keelson ca show --config keelson.yaml",
      "  keelson ca show --config keelson.yaml --pem root > /etc/etcd/keelson-root.pem"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CaShowCommand implements Callable<Integer> {
  /// What can be printed in PEM.
  enum Part {
    ROOT,
    CHAIN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads a part's word.
  static final class Converter implements ITypeConverter<Part> {
    @Override
    public Part convert(String word) {
      return Stream.of(Part.values())
          .filter(part -> part.toString().equals(word))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + word + "' is neither root nor chain"));
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Mixin private OutputOption output;

  @Option(
      names = "--pem",
      paramLabel = "WHAT",
      converter = Converter.class,
      description = "root: for etcd's --trusted-ca-file; chain: what a client sends with its own")
  private @Nullable Part part;

  /// A certificate, for programs.
  @SuppressWarnings("MemberName") // the names of the JSON
  private record Row(
      String role,
      String subject,
      String serial,
      String key,
      String not_before,
      String not_after,
      List<String> faults) {
    static Row of(String role, X509Certificate one, List<String> faults) {
      return new Row(
          role,
          one.getSubjectX500Principal().getName(),
          new Serial(one.getSerialNumber()).toString(),
          KeyKind.of(one.getPublicKey()).map(KeyKind::toString).orElse("unknown"),
          one.getNotBefore().toInstant().toString(),
          one.getNotAfter().toInstant().toString(),
          faults);
    }

    List<String> cells() {
      return List.of(role, subject, key, not_after, serial);
    }
  }

  @Override
  public Integer call() throws Exception {
    var files = CaOptions.files(config.read());
    var authorities = files.read();
    if (part != null) {
      var newest = authorities.newest();
      print(AuthorityFiles.pem(part == Part.ROOT ? List.of(newest.root()) : newest.chain()));
      return ExitCode.OK;
    }
    List<Row> rows =
        Stream.concat(
                authorities.generations().descendingMap().entrySet().stream()
                    .map(CaShowCommand::row),
                Stream.of(Row.of("root", authorities.root(), List.of())))
            .toList();
    output.print(rows, () -> text(rows));
    return ExitCode.OK;
  }

  private static Row row(Map.Entry<Integer, Authority> one) {
    var authority = one.getValue();
    return Row.of("issuing " + one.getKey(), authority.issuing(), AuthorityLint.faults(authority));
  }

  private static String text(List<Row> rows) {
    var table =
        new TextTable(
            List.of("ROLE", "SUBJECT", "KEY", "NOT_AFTER", "SERIAL"),
            rows.stream().map(Row::cells).toList());
    var text = new StringBuilder(table.toString());
    for (Row row : rows) {
      row.faults()
          .forEach(fault -> text.append('\n').append(row.role()).append(": ").append(fault));
    }
    return text.toString();
  }

  private void print(String pem) {
    var out = spec.commandLine().getOut();
    out.print(pem);
    out.flush();
  }
}
