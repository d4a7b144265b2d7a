package dev.keelson.faults;

import dev.keelson.cryptoki.Ckr;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A fault of the soak, one after the other.
record Disturbance(String name, Consumer<FaultEngine> begin) {
  private static final List<Disturbance> ALL =
      List.of(
          new Disturbance("connection lost", engine -> engine.connection().dies()),
          new Disturbance(
              "one seal fails",
              engine -> engine.on(Function.C_ENCRYPT).times(1).returns(Ckr.CKR_DEVICE_ERROR)),
          new Disturbance("token pulled out", FaultEngine::hideToken),
          new Disturbance(
              "sessions expire",
              engine ->
                  engine
                      .on(Function.C_ENCRYPT_INIT)
                      .times(4)
                      .returns(Ckr.CKR_SESSION_HANDLE_INVALID)),
          new Disturbance("keys hidden", FaultEngine::hideKeys),
          new Disturbance("slow", engine -> engine.latency(Duration.ofMillis(30))),
          new Disturbance(
              "envelopes with a wrong bit", engine -> engine.on(Function.C_ENCRYPT).flips()),
          new Disturbance(
              "one call hangs until the fault ends",
              engine -> engine.on(Function.C_DECRYPT).times(1).neverReturns()));

  static Disturbance of(int round) {
    return ALL.get(round % ALL.size());
  }
}
