package dev.keelson.faults;

import static io.grpc.Status.Code.UNAVAILABLE;

import java.util.List;
import java.util.Set;

/// Answers that are wrong without a word. What the daemon seals, it opens again before it gives it
/// away, so none of these costs anybody a seed.
final class LyingFaults {
  private LyingFaults() {}

  static List<FaultCase> all() {
    return List.of(
        FaultCase.lasting(
            "envelopes cut short",
            "every C_Encrypt gives 3 bytes less",
            stage -> stage.engine().on(Function.C_ENCRYPT).truncates(3)),
        FaultCase.lasting(
            "envelopes with a wrong bit",
            "every C_Encrypt gives one",
            stage -> stage.engine().on(Function.C_ENCRYPT).flips()),
        FaultCase.lasting(
            "constant IV",
            "every C_EncryptInit takes an all-zero IV, whatever it is given",
            stage -> stage.engine().on(Function.C_ENCRYPT_INIT).fixesIv()),
        FaultCase.passing(
            "one envelope with a wrong bit",
            "one C_Encrypt gives one",
            Set.of(UNAVAILABLE),
            stage -> stage.engine().on(Function.C_ENCRYPT).times(1).flips()),
        FaultCase.passing(
            "one seed cut short",
            "one C_Decrypt gives a byte less",
            Set.of(UNAVAILABLE),
            stage -> stage.engine().on(Function.C_DECRYPT).times(1).truncates(1)));
  }
}
