package dev.keelson.cli.doctor.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The directories of the files that flags name.
record PkiDirectories(Set<Path> directories) {
  static PkiDirectories of(Installation it) {
    Set<Path> directories = new TreeSet<>();
    named(it)
        .map(file -> file.toAbsolutePath().resolveSibling(""))
        .filter(Files::isDirectory)
        .forEach(directories::add);
    return new PkiDirectories(directories);
  }

  /// The certificates' files that flags name.
  static Stream<Path> named(Installation it) {
    Stream<Path> etcds =
        FileChecks.ETCD_CERTIFICATES.stream().flatMap(flag -> it.etcd().file(flag).stream());
    Stream<Path> apiservers =
        it.apiserver().stream()
            .flatMap(apiserver ->
                FileChecks.APISERVER_CERTIFICATES.stream()
                    .flatMap(flag -> apiserver.file(flag).stream()));
    return Stream.concat(etcds, apiservers);
  }

  /// What is right in them.
  List<Path> files() {
    return directories.stream().flatMap(PkiDirectories::inside).toList();
  }

  private static Stream<Path> inside(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
