package dev.keelson.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.kek.KekException;
import dev.keelson.kek.Keyring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// 64 callers on 4 lanes of a real SoftHSM, which crashes the process if two threads use one
/// session.
@Timeout(120)
class ManyCallersTest {
  private static final int CALLERS = 64;
  private static final int ROUNDS = 25;

  @TempDir private Path dir;

  @Test
  void getTheirOwnAnswersAndNeverShareASession() throws Exception {
    var tap = Tap.on(SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod").cryptoki());
    try (var served =
        Serving.open(tap.cryptoki(), SoftHsm.labelled("keelson"), "prod", Serving.LANES)) {
      List<Caller<Integer>> callers = new ArrayList<>();
      for (int number = 0; number < CALLERS; number++) {
        String name = "seed of caller " + number;
        callers.add(Caller.start(() -> rightAnswers(served.keyring(), name)));
      }
      for (Caller<Integer> caller : callers) {
        assertThat(caller.answer()).isEqualTo(ROUNDS);
      }
    }
    assertEachSessionHadOneThread(tap);
  }

  private static int rightAnswers(Keyring keyring, String name) throws KekException {
    int right = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String seed = name + ", round " + round;
      var sealed = keyring.seal(seed.getBytes(US_ASCII));
      String opened =
          keyring.open(
              sealed.by().toString(), sealed.ciphertext(), bytes -> new String(bytes, US_ASCII));
      right += opened.equals(seed) ? 1 : 0;
    }
    return right;
  }

  private static void assertEachSessionHadOneThread(Tap tap) {
    Map<Long, Set<Thread>> threads = new ConcurrentHashMap<>();
    Set<Long> laneSessions = new HashSet<>();
    Stream.of("encrypt", "decrypt", "closeSession")
        .flatMap(function -> tap.calls(function).stream())
        .forEach(call -> {
          threads.computeIfAbsent(call.session(), _ -> new HashSet<>()).add(call.caller());
          if (call.caller().getName().startsWith("lane-")) {
            laneSessions.add(call.session());
          }
        });
    assertThat(threads).allSatisfy((_, users) -> assertThat(users).hasSize(1));
    assertThat(laneSessions).hasSizeBetween(2, 4);
    assertThat(tap.calls("decrypt"))
        // the canary and the lanes each open a first envelope, and the canary two that must differ
        .hasSize(2 * CALLERS * ROUNDS + 4)
        .allSatisfy(call -> assertThat(call.caller().isVirtual()).isFalse());
  }
}
