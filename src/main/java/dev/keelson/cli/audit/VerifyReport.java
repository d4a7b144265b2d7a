package dev.keelson.cli.audit;

import dev.keelson.ledger.Verification;
import dev.keelson.ledger.Violation;
import java.util.List;

/// What `keelson audit verify -o json` prints; the component names are the JSON's.
record VerifyReport(
    boolean good,
    long first,
    long last,
    long checkpoints,
    long signatures,
    List<Violation> violations) {
  static VerifyReport of(Verification found) {
    return new VerifyReport(
        found.good(),
        found.first(),
        found.last(),
        found.checkpoints(),
        found.signatures(),
        found.violations());
  }
}
