package dev.keelson.enrollment.keep;

import java.security.cert.X509Certificate;
import java.util.List;

/// For tests of other rooms: PEM as it is kept.
public final class SoftPem {
  private SoftPem() {}

  public static byte[] bundle(Pair pair) {
    return PairPem.bundle(pair);
  }

  public static byte[] certificates(List<X509Certificate> chain) {
    return PairPem.certificates(chain);
  }
}
