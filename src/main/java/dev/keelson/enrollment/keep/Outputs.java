package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The files of one pair. Each is replaced by a rename, when all of them are on the disk and were
/// read back as one pair.
public final class Outputs {
  private final List<Place> places;
  private final Optional<Target> root;
  private final Steps steps;

  /// Hears of each step of a write, so that a test can end the process there.
  @FunctionalInterface
  interface Steps {
    Steps UNHEARD = _ -> {};

    void reached(String step);
  }

  /// @param root where the root's certificate goes, for those who verify this pair
  public Outputs(List<Place> places, Optional<Target> root) {
    this(places, root, Steps.UNHEARD);
  }

  Outputs(List<Place> places, Optional<Target> root, Steps steps) {
    if (places.isEmpty()) {
      throw new IllegalArgumentException("a pair has a place");
    }
    this.places = List.copyOf(places);
    this.root = root;
    this.steps = steps;
  }

  /// By which the operator knows them.
  public Path name() {
    return places.getFirst().files().getLast().path();
  }

  /// Refuses places in which no key belongs, before any is made.
  public void requireSafe() throws KeepException.Unwritable {
    for (Place place : places) {
      for (Target file : place.files()) {
        SafeDirectory.require(file.path(), file.access());
      }
    }
    if (root.isPresent()) {
      SafeDirectory.require(root.get().path(), root.get().access());
    }
  }

  /// Ends what a killed process had begun.
  public void repair() throws KeepException.Unwritable {
    for (Place place : places) {
      new Leftovers(place).repair();
    }
  }

  /// What all files hold now; of several places, the pair that ends first.
  Found read() {
    Found first = places.getFirst().read();
    for (Place place : places.subList(1, places.size())) {
      first = both(first, place.read());
    }
    return first;
  }

  private static Found both(Found one, Found other) {
    if (one.pair().isEmpty() || other.pair().isEmpty()) {
      return one.pair().isEmpty() ? one : other;
    }
    Pair a = one.pair().get();
    Pair b = other.pair().get();
    Pair older = a.notAfter().isAfter(b.notAfter()) ? b : a;
    return a.leaf().equals(b.leaf())
        ? new Found(one.pair(), one.flaw().or(other::flaw))
        : Found.flawed(older, "the files hold two different certificates");
  }

  /// Replaces them all.
  void install(Pair pair) throws KeepException.Unwritable {
    List<Staged> staged = new ArrayList<>();
    try {
      for (Place place : places) {
        staged.addAll(stage(place, pair));
      }
      for (Staged one : staged) {
        one.commit();
        steps.reached("renamed");
      }
    } finally {
      for (Staged one : staged) {
        one.close();
      }
    }
  }

  private List<Staged> stage(Place place, Pair pair) throws KeepException.Unwritable {
    List<Staged> staged = new ArrayList<>();
    List<byte[]> contents = place.contents(pair);
    try {
      for (int i = 0; i < contents.size(); i++) {
        staged.add(Staged.of(place.files().get(i), contents.get(i)));
        steps.reached("staged");
      }
      requireReadBack(place, staged, pair);
      return staged;
    } catch (KeepException.Unwritable e) {
      for (Staged one : staged) {
        one.close();
      }
      throw e;
    } finally {
      contents.forEach(one -> Arrays.fill(one, (byte) 0));
    }
  }

  private static void requireReadBack(Place place, List<Staged> staged, Pair pair)
      throws KeepException.Unwritable {
    try {
      Pair back = place.parseFiles(staged.stream().map(Staged::path).toList());
      if (!back.chain().equals(pair.chain())) {
        throw new MalformedPairException("another certificate was read back");
      }
    } catch (IOException | MalformedPairException e) {
      throw new KeepException.Unwritable(place.files().getFirst().path(), e);
    }
  }

  /// Writes the root's certificate where it is not there yet.
  void installRoot(X509Certificate certificate) throws KeepException.Unwritable {
    if (root.isEmpty()) {
      return;
    }
    Target target = root.get();
    byte[] pem = PairPem.certificates(List.of(certificate));
    try {
      if (target.has(pem) && target.hasItsAccess()) {
        return;
      }
    } catch (IOException e) {
      throw new KeepException.Unwritable(target.path(), e);
    }
    try (Staged staged = Staged.of(target, pem)) {
      staged.commit();
    }
  }
}
