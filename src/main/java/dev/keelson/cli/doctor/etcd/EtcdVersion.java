package dev.keelson.cli.doctor.etcd;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release of etcd.
record EtcdVersion(int major, int minor, int patch) implements Comparable<EtcdVersion> {
  private static final Pattern TEXT =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})\\b.*");
  private static final Comparator<EtcdVersion> ORDER =
      Comparator.comparingInt(EtcdVersion::major)
          .thenComparingInt(EtcdVersion::minor)
          .thenComparingInt(EtcdVersion::patch);

  static Optional<EtcdVersion> of(String text) {
    Matcher found = TEXT.matcher(text.strip());
    return found.matches()
        ? Optional.of(
            new EtcdVersion(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3))))
        : Optional.empty();
  }

  /// By its tag, such as `registry.k8s.io/etcd:3.5.15-0`.
  static Optional<EtcdVersion> ofImage(String image) {
    String name = image.replaceFirst("@.*", "");
    return of(name.substring(name.lastIndexOf(':') + 1));
  }

  boolean atLeast(int wantedMajor, int wantedMinor) {
    return compareTo(new EtcdVersion(wantedMajor, wantedMinor, 0)) >= 0;
  }

  @Override
  public int compareTo(EtcdVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
