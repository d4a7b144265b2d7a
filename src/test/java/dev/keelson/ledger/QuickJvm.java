package dev.keelson.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A JVM for children by the hundred: an archive of the classes that they load halves what a start
/// takes. The JVM makes none of classes in directories, so these lie in a jar.
record QuickJvm(Path jar, Path archive) {
  /// @param main runs once and ends by itself, as the children do until they are killed
  static QuickJvm trained(Path dir, Class<?> main, String... arguments) throws Exception {
    var jvm = new QuickJvm(dir.resolve("ledger.jar"), dir.resolve("ledger.jsa"));
    int rc =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                Stream.concat(
                        Stream.of("--create", "--file", jvm.jar().toString()),
                        Stream.of(FileLedger.class, QuickJvm.class).flatMap(QuickJvm::packageOf))
                    .toArray(String[]::new));
    assertThat(rc).isZero();
    Process training =
        new ProcessBuilder(jvm.command("-XX:ArchiveClassesAtExit=", main, arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(training.waitFor()).isZero();
    assertThat(jvm.archive()).exists();
    return jvm;
  }

  private static Stream<String> packageOf(Class<?> type) {
    String where = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Stream.of("-C", where, type.getPackageName().replace('.', '/'));
  }

  ProcessBuilder child(Class<?> main, String... arguments) {
    return new ProcessBuilder(command("-XX:SharedArchiveFile=", main, arguments));
  }

  private List<String> command(String how, Class<?> main, String... arguments) {
    String jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(path -> path.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator, jar + File.pathSeparator, ""));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(how + archive, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", jars, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
