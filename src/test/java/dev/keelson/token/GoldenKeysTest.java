package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.GoldenEnvelope;
import dev.keelson.envelope.Suite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Golden envelopes open in a token too, and their keys get the names that the files give them.
class GoldenKeysTest {
  @TempDir private Path dir;

  static List<GoldenEnvelope> golden() {
    return GoldenEnvelope.all();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void openAfterTheirKeyIsImported(GoldenEnvelope golden) throws Throwable {
    String[] name = golden.keyId().split("/", 3);
    var hsm = SoftHsm.in(dir).withToken("keelson", Serving.NOON);
    var label = Keys.label(name[0], Integer.parseInt(name[1]), Serving.NOON);
    Suite suite = Envelope.parse(golden.envelope()).suite();
    Keys.on(hsm, "keelson").known(label.toString(), suite, golden.key());
    // SoftHSM uses the IV that it is given, which is as good as one of its own
    var iv = suite == Suite.AES_256_GCM_HSM_IV ? GcmIv.RETURNED : GcmIv.DAEMON;
    try (var served = Serving.open(hsm, name[0], iv)) {
      assertThat(served.keyring().active().id()).hasToString(golden.keyId());
      byte[] opened = served.keyring().open(golden.keyId(), golden.envelope(), byte[]::clone);
      assertThat(opened).isEqualTo(golden.plaintext());
    }
  }
}
