package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.envelope.GoldenEnvelope;
import dev.keelson.envelope.JdkGcm;
import dev.keelson.kek.InMemoryKek;
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
    var hsm = SoftHsm.in(dir).withToken("old", Serving.NOON);
    Keys.on(hsm, "old")
        .known(Keys.label(name[0], Integer.parseInt(name[1]), Serving.NOON), golden.key());
    try (var served = Serving.open(hsm, "old", name[0])) {
      var id = served.keyring().active().id();
      assertThat(id).hasToString(golden.keyId());
      assertThat(id.fingerprint()).isEqualTo(InMemoryKek.fingerprint(new JdkGcm(golden.key())));
      byte[] opened = served.keyring().open(golden.keyId(), golden.envelope(), byte[]::clone);
      assertThat(opened).isEqualTo(golden.plaintext());
    }
  }
}
