package dev.keelson.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.cryptoki.Fn;
import dev.keelson.cryptoki.Refusals;
import dev.keelson.kek.Copies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A retired key that does not open what it sealed, while the active one works.
@Timeout(60)
class MuteKeyTest {
  @TempDir private Path dir;
  private Tokens hsm;
  private ServedKeyring served;
  private long activeKey;

  @BeforeEach
  void serveTwoGenerations() throws Exception {
    hsm = Tokens.in(dir);
    Keys.on(SoftHsm.in(dir), "keelson").generation("prod", 2, Serving.NOON);
    served = ServedKeyring.start(Tokens.PROD, List.of(hsm.order()), Tokens.CARE, Copies.NONE);
    served.keyring().seal(new byte[32]);
    activeKey = key(hsm.tap().calls("encrypt").getLast());
    hsm.tap().twist("decrypt", this::decrypt);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static long key(Tap.Call call) {
    return (long) call.arguments()[2];
  }

  private Object decrypt(Tap.Call call) throws CkException {
    if (key(call) != activeKey) {
      throw Refusals.of(Fn.C_DECRYPT_INIT, Ckr.CKR_DEVICE_ERROR);
    }
    return call.pass();
  }

  private List<String> mute() {
    return served.snapshot().tokens().getFirst().mute();
  }

  @Test
  void isToldOfUntilItWorks() throws Exception {
    Eventually.until(() -> !mute().isEmpty());
    assertThat(mute()).singleElement().asString().startsWith("prod/1/");
    hsm.tap().untwist("decrypt");
    Eventually.until(() -> mute().isEmpty());
  }

  @Test
  void isTriedNoMoreOftenWhenTheKeysCannotBeReadEither() throws Exception {
    hsm.tap()
        .twist(
            "findObjects",
            _ -> {
              throw Refusals.of(Fn.C_FIND_OBJECTS_INIT, Ckr.CKR_DEVICE_ERROR);
            });
    Eventually.until(() -> !mute().isEmpty());
    int before = hsm.tap().calls("encrypt").size();
    Thread.sleep(Duration.ofSeconds(3));
    assertThat(hsm.tap().calls("encrypt").size() - before).isBetween(1, 10);
  }
}
