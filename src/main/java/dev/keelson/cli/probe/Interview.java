package dev.keelson.cli.probe;

import dev.keelson.host.UnixAddress;
import dev.keelson.kms.v2.StatusResponse;
import java.util.Optional;

/// The order of the questions, once there is a connection.
record Interview(
    StatusChecks statuses, SealChecks seals, RefusalChecks refusals, Optional<Load> load) {

  Optional<LoadResult> hold(UnixAddress address, Findings findings) {
    try {
      StatusResponse status = statuses.first();
      statuses.authorities(address);
      seal(status.getKeyId());
      Optional<LoadResult> result = load.map(Load::run);
      result.ifPresentOrElse(
          r -> findings.judge(Rule.LOAD, r.fault(), r.calls() + " calls, all answered rightly"),
          () -> findings.skipped(Rule.LOAD, "not asked for"));
      statuses.stable();
      return result;
    } catch (CallFailedException _) {
      return Optional.empty(); // is among the findings; what builds on the answer stays skipped
    }
  }

  private void seal(String keyId) throws CallFailedException {
    try (SealedSeed seed = seals.seal(keyId)) {
      seals.opens(Rule.DECRYPT_ROUND_TRIP, seed);
      seals.distinct(seed);
      refusals.unknownKeyId(seed);
      refusals.flippedBit(seed);
      statuses.afterRefusal();
      seals.opens(Rule.DECRYPT_AFTER_REFUSAL, seed);
    }
  }
}
