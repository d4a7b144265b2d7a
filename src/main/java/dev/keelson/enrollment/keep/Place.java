package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// One place of a pair.
public sealed interface Place {
  /// Both in one file, which no reader ever sees half replaced.
  record Bundle(Target file) implements Place {
    @Override
    public List<Target> files() {
      return List.of(file);
    }

    @Override
    public Pair parse(List<byte[]> contents) throws MalformedPairException {
      return PairPem.parseBundle(contents.getFirst());
    }

    @Override
    public List<byte[]> contents(Pair pair) {
      return List.of(PairPem.bundle(pair));
    }
  }

  /// Two files, between whose renames a reader sees the new key and the old certificate.
  record Split(Target key, Target certificate) implements Place {
    @Override
    public List<Target> files() {
      return List.of(key, certificate);
    }

    @Override
    public Pair parse(List<byte[]> contents) throws MalformedPairException {
      return PairPem.parse(contents.getFirst(), contents.getLast());
    }

    @Override
    public List<byte[]> contents(Pair pair) {
      return List.of(PairPem.key(pair), PairPem.certificates(pair.chain()));
    }
  }

  /// In the order in which they are replaced.
  List<Target> files();

  /// The pair in the contents of its files.
  Pair parse(List<byte[]> contents) throws MalformedPairException;

  /// What its files have to hold, in their order; the caller zeroes it.
  List<byte[]> contents(Pair pair);

  /// What is there now, read anew.
  default Found read() {
    for (Target file : files()) {
      if (!file.exists()) {
        return Found.none(file.path() + " is missing");
      }
    }
    try {
      Pair pair = parseFiles(files().stream().map(Target::path).toList());
      for (Target file : files()) {
        if (!file.hasItsAccess()) {
          return Found.flawed(pair, file.path() + " has another owner or mode");
        }
      }
      return Found.good(pair);
    } catch (MalformedPairException | IOException e) {
      return Found.none(files().getFirst().path() + " is unreadable: " + e.getMessage());
    }
  }

  /// A pair that is one, from these files.
  default Pair parseFiles(List<Path> paths) throws IOException, MalformedPairException {
    byte[][] contents = new byte[paths.size()][];
    try {
      for (int i = 0; i < contents.length; i++) {
        contents[i] = Target.read(paths.get(i));
      }
      Pair pair = parse(List.of(contents));
      if (!pair.matches()) {
        throw new MalformedPairException("the certificate is that of another key");
      }
      return pair;
    } finally {
      Stream.of(contents).filter(one -> one != null).forEach(one -> Arrays.fill(one, (byte) 0));
    }
  }
}
