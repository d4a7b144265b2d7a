package dev.keelson.faults;

import static io.grpc.Status.Code.DEADLINE_EXCEEDED;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.UNAVAILABLE;

import dev.keelson.cryptoki.Ckr;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Return codes, silence and delay, as the modules of HSMs show them.
final class TokenFaults {
  private static final long CKR_HOST_MEMORY = 0x02;
  private static final long CKR_FUNCTION_FAILED = 0x06;
  private static final long CKR_DEVICE_MEMORY = 0x31;
  private static final long CKR_DEVICE_REMOVED = 0x32;
  private static final long CKR_VENDOR_DEFINED = 0x8000_0001L;

  private TokenFaults() {}

  static List<FaultCase> all() {
    return List.of(
        FaultCase.lasting(
            "connection lost",
            "every call CKR_DEVICE_ERROR; C_Initialize succeeds and shows no slot",
            stage -> stage.engine().connection().dies()),
        FaultCase.lasting(
            "connection lost, module refuses",
            "every call CKR_DEVICE_ERROR, C_Initialize too",
            stage -> stage.engine().connection().diesAndRefusesToInitialize()),
        FaultCase.lasting(
            "token pulled out",
            "no slot has a token, handles are dead until C_Initialize",
            stage -> stage.engine().hideToken()),
        lasting("device removed", Function.C_ENCRYPT_INIT, CKR_DEVICE_REMOVED),
        lasting("function failed", Function.C_ENCRYPT, CKR_FUNCTION_FAILED),
        lasting("vendor's own code", Function.C_ENCRYPT, CKR_VENDOR_DEFINED),
        lasting("host memory", Function.C_ENCRYPT_INIT, CKR_HOST_MEMORY),
        lasting("device memory", Function.C_DECRYPT_INIT, CKR_DEVICE_MEMORY),
        lasting("logged out by another", Function.C_ENCRYPT_INIT, 0x101),
        lasting("finalised by another", Function.C_ENCRYPT_INIT, 0x190),
        lasting("general error on all that opens", Function.C_DECRYPT, 0x05),
        passing("one seal fails", Function.C_ENCRYPT, Ckr.CKR_DEVICE_ERROR, 1, Set.of(UNAVAILABLE)),
        passing(
            "one answer is lost",
            "C_Encrypt seals, then returns CKR_DEVICE_ERROR, once",
            Set.of(UNAVAILABLE),
            stage ->
                stage.engine().on(Function.C_ENCRYPT).times(1).losesAnswer(Ckr.CKR_DEVICE_ERROR)),
        passing(
            "operation left active",
            Function.C_ENCRYPT_INIT,
            Ckr.CKR_OPERATION_ACTIVE,
            3,
            Set.of(UNAVAILABLE)),
        passing(
            "session expired",
            Function.C_ENCRYPT_INIT,
            Ckr.CKR_SESSION_HANDLE_INVALID,
            1,
            Set.of()),
        passing("session closed", Function.C_DECRYPT_INIT, Ckr.CKR_SESSION_CLOSED, 1, Set.of()),
        passing(
            "one envelope does not open",
            "C_Decrypt returns CKR_GENERAL_ERROR, once, as for a changed ciphertext",
            Set.of(INVALID_ARGUMENT, UNAVAILABLE),
            stage -> stage.engine().on(Function.C_DECRYPT).times(1).returns(Ckr.CKR_GENERAL_ERROR)),
        passing(
            "one call hangs",
            "one C_Encrypt never returns",
            Set.of(DEADLINE_EXCEEDED),
            stage -> stage.engine().on(Function.C_ENCRYPT).times(1).neverReturns()),
        passing(
            "slow token",
            "every call that computes takes 50 ms",
            Set.of(),
            stage -> stage.engine().latency(Duration.ofMillis(50))),
        FaultCase.staged(
            "token far too slow",
            "every call that computes takes 2 s",
            Set.of(DEADLINE_EXCEEDED, UNAVAILABLE),
            FaultCase.SOON,
            stage -> {
              stage.engine().latency(Duration.ofSeconds(2));
              stage.await(UNAVAILABLE);
              return stage.recovery(it -> it.engine().clear());
            }));
  }

  private static FaultCase lasting(String name, Function function, long code) {
    return FaultCase.lasting(
        name,
        "every " + named(function) + " returns 0x" + Long.toHexString(code),
        stage -> stage.engine().on(function).returns(code));
  }

  private static FaultCase passing(
      String name, Function function, Ckr code, int times, Set<Status.Code> sees) {
    return passing(
        name,
        named(function) + " returns " + code + ", " + times + " times",
        sees,
        stage -> stage.engine().on(function).times(times).returns(code));
  }

  private static FaultCase passing(
      String name, String injected, Set<Status.Code> sees, Stage.Strike strike) {
    return FaultCase.passing(name, injected, sees, strike);
  }

  /// As the standard writes it.
  static String named(Function function) {
    var name = new StringBuilder("C_");
    for (String word : function.name().substring(2).split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
