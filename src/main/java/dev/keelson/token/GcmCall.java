package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.GcmOutput;
import dev.keelson.cryptoki.Mechanism.AesGcm;
import dev.keelson.envelope.Suite;
import dev.keelson.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;

/// `CKM_AES_GCM` with one key, in whichever way its token has with IVs.
@SuppressWarnings("ArrayRecordComponent") // never compared, never printed
record GcmCall(TokenKey key, byte[] aad) {
  /// The token answers otherwise than the configuration says of it.
  static final class Unlike extends Exception {
    private static final long serialVersionUID = 1L;

    Unlike(GcmIv iv) {
      super("the token's answer is not ciphertext, tag and IV as module.gcm-iv: " + iv + " has it");
    }
  }

  /// How long the IVs are that a token puts behind the tag (Luna 7, CKM_AES_GCM in FIPS mode).
  private static final int APPENDED_IV_BYTES = 16;

  /// The IV to give to the token. Random bytes also where it is to write its own over them: if it
  /// does not, they are a good IV.
  byte[] newIv(SecureRandom random) {
    return switch (key.iv()) {
      case DAEMON, RETURNED -> {
        byte[] iv = new byte[suite().ivBytes()];
        random.nextBytes(iv);
        yield iv;
      }
      case ZEROED -> new byte[suite().ivBytes()];
      case APPENDED -> new byte[0];
    };
  }

  /// Ciphertext and tag, and the IV by which they open; of other lengths than those when the token
  /// answers in another way than it should.
  ///
  /// @param iv of [#newIv]
  GcmOutput seal(Session session, byte[] iv, SecretBytes seed) throws CkException {
    byte[] plaintext = seed.revealBytes();
    return switch (key.iv()) {
      case DAEMON -> new GcmOutput(iv, session.encrypt(gcm(iv), key.handle(), plaintext));
      case RETURNED, ZEROED -> session.encryptGcm(gcm(iv), key.handle(), plaintext);
      case APPENDED -> split(session.encrypt(gcm(iv), key.handle(), plaintext));
    };
  }

  private static GcmOutput split(byte[] output) {
    int end = Math.max(0, output.length - APPENDED_IV_BYTES);
    return new GcmOutput(
        Arrays.copyOfRange(output, end, output.length), Arrays.copyOf(output, end));
  }

  /// The caller closes what it gets.
  SecretBytes open(Session session, byte[] iv, byte[] sealed) throws CkException {
    return SecretBytes.takeOver(session.decrypt(gcm(iv), key.handle(), sealed));
  }

  private AesGcm gcm(byte[] iv) {
    return new AesGcm(iv, aad, suite().tagBytes());
  }

  private Suite suite() {
    return key.suite();
  }
}
