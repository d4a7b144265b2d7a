package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring.Sealed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `kill -9` at every call with which an administrator changes a token: what was sealed opens, what
/// is half made seals nothing, and the same deed can be done again.
@Timeout(60)
class KilledAdminTest {
  private static final int SIGKILL = 128 + 9;

  @TempDir private Path dir;

  /// @param label whether the key had got the label of a generation
  @ParameterizedTest
  @CsvSource({
    "before, generateKey, 1, false",
    "after, generateKey, 1, false",
    "before, setAttributes, 1, false",
    "after, setAttributes, 1, false",
    "before, setAttributes, 2, false",
    "after, setAttributes, 2, true",
  })
  void whileItRotates(String when, String function, int nth, boolean label) throws Exception {
    SoftHsm hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    var keyring = new TappedKeyring(hsm, Tap.on(hsm.cryptoki()));
    Sealed old = keyring.sealed();

    kill("rotate", when, function, nth);

    int number = label ? 2 : 1;
    Sealed then;
    try (var served = keyring.served()) {
      assertThat(served.keyring().generations()).hasSize(number);
      assertThat(served.keyring().active().number()).isEqualTo(number);
      TappedKeyring.assertOpens(served, old);
      then = TappedKeyring.seal(served);
    }
    try (var admin = keyring.admin()) {
      boolean made = !function.equals("generateKey") || when.equals("after");
      assertThat(admin.unfinished()).hasSize(made && !label ? 1 : 0);
      KekId next = admin.rotate(Duration.ZERO, Optional.empty()).id().orElseThrow();
      assertThat(next.generation()).isEqualTo(number + 1);
      assertThat(admin.verify()).hasSize(number + 1).allMatch(KekProof::good);
    }
    try (var served = keyring.served()) {
      TappedKeyring.assertOpens(served, old);
      TappedKeyring.assertOpens(served, then);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "before, generateKey, 1, false",
    "after, generateKey, 1, false",
    "before, setAttributes, 1, false",
    "after, setAttributes, 1, false",
    "before, setAttributes, 2, false",
    "after, setAttributes, 2, true",
  })
  void whileItMakesTheFirstKey(String when, String function, int nth, boolean label)
      throws Exception {
    SoftHsm hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON);
    var keyring = new TappedKeyring(hsm, Tap.on(hsm.cryptoki()));

    kill("create", when, function, nth);

    if (!label) {
      assertThatThrownBy(keyring::served).isInstanceOf(KeyringException.KeyringAbsent.class);
      try (var admin = keyring.admin()) {
        assertThat(admin.create(Optional.empty()).label().generation()).isEqualTo(1);
      }
    }
    try (var served = keyring.served()) {
      assertThat(served.keyring().active().number()).isEqualTo(1);
      TappedKeyring.assertOpens(served, TappedKeyring.seal(served));
    }
  }

  @ParameterizedTest
  @CsvSource({"before, 2", "after, 1"})
  void whileItDestroys(String when, int left) throws Exception {
    SoftHsm hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON, "prod");
    var keyring = new TappedKeyring(hsm, Tap.on(hsm.cryptoki()));
    Sealed old = keyring.sealed();
    try (var admin = keyring.admin()) {
      admin.rotate(Duration.ZERO, Optional.empty());
    }
    Sealed kept = keyring.sealed();

    kill("destroy", when, "destroyObject", 1);

    try (var served = keyring.served()) {
      assertThat(served.keyring().generations()).hasSize(left);
      TappedKeyring.assertOpens(served, kept);
      if (left == 2) {
        TappedKeyring.assertOpens(served, old);
      }
    }
  }

  private void kill(String deed, String when, String function, int nth) throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledAdmin.class.getName(),
            dir.toString(),
            deed,
            when,
            function,
            String.valueOf(nth));
    Process killed = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(killed.getInputStream().readAllBytes(), UTF_8);
    assertThat(killed.waitFor()).as(output).isEqualTo(SIGKILL);
  }
}
