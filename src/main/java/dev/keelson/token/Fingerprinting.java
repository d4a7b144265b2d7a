package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Fingerprint;
import java.nio.ByteBuffer;

/// Makes fingerprints, in one session.
record Fingerprinting(Cryptoki cryptoki, long session) {
  private static final byte[] TEXT = "keelson/fingerprint/v1".getBytes(UTF_8);
  private static final Mechanism HMAC = new Mechanism.Plain(Ck.CKM_SHA256_HMAC);
  private static final Mechanism CMAC = new Mechanism.Plain(Ck.CKM_AES_CMAC);

  /// The tag is that under the all-zero IV, which no envelope of that suite ever has: always the
  /// same for one key, and of no use to anyone who learns it. The MACs are no more telling.
  Fingerprint of(TokenKey key, Attributes attributes) throws CkException {
    return Fingerprint.ofKeyedOutput(
        switch (FingerprintSource.of(key.suite(), attributes)) {
          case GCM_TAG -> cryptoki.encrypt(session, ofNothing(), key.handle(), new byte[0]);
          case HMAC -> cryptoki.sign(session, HMAC, key.handle(), TEXT);
          case CMAC -> cryptoki.sign(session, CMAC, key.handle(), TEXT);
          case CHECK_VALUE -> told(attributes);
        });
  }

  private static Mechanism ofNothing() {
    var suite = Suite.AES_256_GCM;
    return new Mechanism.AesGcm(new byte[suite.ivBytes()], TEXT, suite.tagBytes());
  }

  private static byte[] told(Attributes key) {
    byte[] checkValue = key.bytes(Cka.CKA_CHECK_VALUE).orElse(new byte[0]);
    byte[] id = key.bytes(Cka.CKA_ID).orElse(new byte[0]);
    return ByteBuffer.allocate(TEXT.length + 1 + checkValue.length + id.length)
        .put(TEXT)
        .put((byte) checkValue.length)
        .put(checkValue)
        .put(id)
        .array();
  }
}
