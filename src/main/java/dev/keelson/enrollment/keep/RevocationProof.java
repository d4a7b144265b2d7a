package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// Shows a pair to each etcd, to see who still lets it in.
public record RevocationProof(List<EtcdEndpoint> endpoints, Path authorities, String key) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// What one etcd did with the pair.
  ///
  /// @param answer `accepts`, `refuses` or `away`
  public record Verdict(String etcd, String answer, String why) {
    public boolean accepts() {
      return answer.equals("accepts");
    }

    public boolean refuses() {
      return answer.equals("refuses");
    }
  }

  public RevocationProof {
    endpoints = List.copyOf(endpoints);
  }

  /// Shows it to each.
  ///
  /// @param bundle the pair: key and certificates
  /// @throws IllegalArgumentException when a file cannot be read, or holds something else
  public List<Verdict> ask(Path bundle) {
    try {
      Pair pair = PairPem.parseBundle(Target.read(bundle));
      List<X509Certificate> trusted = PairPem.parseCertificates(Target.read(authorities));
      var probe = new EtcdProbe(trusted, key, TIMEOUT);
      return endpoints.stream().map(one -> verdict(probe.ask(one, pair))).toList();
    } catch (IOException | MalformedPairException e) {
      throw new IllegalArgumentException("a file cannot be used: " + e.getMessage(), e);
    }
  }

  private static Verdict verdict(Answer answer) {
    return switch (answer) {
      case Answer.Accepted(var by) -> new Verdict(by.toString(), "accepts", "");
      case Answer.Refused(var by, var rule, _) -> new Verdict(by.toString(), "refuses", rule);
      case Answer.Away(var by, var why) -> new Verdict(by.toString(), "away", why);
    };
  }
}
