package dev.keelson.cli.doctor.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The processes of this host, as far as this user may look at them (proc(5)).
///
/// @param proc `/proc`
record ProcTable(Path proc) {
  /// `USER_HZ`, which Linux has fixed on all platforms of ours (proc_pid_stat(5), field 22).
  private static final long TICKS_PER_SECOND = 100;

  private static final int FIELDS_BEFORE_START = 19; // behind the name, which may have blanks

  /// Those whose program file has that name, without its subcommands such as `etcd grpc-proxy`.
  List<Running> called(String program) {
    try (Stream<Path> places = Files.list(proc)) {
      return places
          .filter(place -> place.getFileName().toString().matches("\\d{1,9}"))
          .sorted()
          .flatMap(place -> read(place, program).stream())
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// Empty when it is another program, or is gone or out of sight.
  private Optional<Running> read(Path place, String program) {
    try {
      List<String> words = nulSeparated(place.resolve("cmdline"));
      if (words.isEmpty()
          || !Path.of(words.getFirst()).endsWith(program)
          || (words.size() > 1 && !words.get(1).startsWith("-"))) {
        return Optional.empty();
      }
      Flags flags =
          Flags.ofWords(words.subList(1, words.size()))
              .over(Flags.ofEnvironment(environment(place)));
      long pid = Long.parseLong(place.getFileName().toString());
      return Optional.of(new Running(pid, flags, place, started(place)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> environment(Path place) {
    Map<String, String> environment = new HashMap<>();
    try {
      for (String entry : nulSeparated(place.resolve("environ"))) {
        int equals = entry.indexOf('=');
        if (entry.startsWith("ETCD_") && equals > 0) {
          environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
      }
    } catch (IOException _) {
      return Map.of(); // of another user
    }
    return environment;
  }

  private static List<String> nulSeparated(Path file) throws IOException {
    String text = SmallFile.text(file);
    return text.isEmpty() ? List.of() : Arrays.asList(text.replaceFirst("\0$", "").split("\0", -1));
  }

  private Instant started(Path place) throws IOException {
    String stat = SmallFile.text(place.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    long ticks = Long.parseLong(fields[FIELDS_BEFORE_START]);
    return Instant.ofEpochSecond(booted()).plusMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  private long booted() throws IOException {
    return SmallFile.text(proc.resolve("stat"))
        .lines()
        .filter(line -> line.startsWith("btime "))
        .mapToLong(line -> Long.parseLong(line.substring(6).strip()))
        .findFirst()
        .orElseThrow(() -> new IOException("no btime"));
  }
}
