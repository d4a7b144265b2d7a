package dev.keelson.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The JDK pads, and does the RSA alone as a token without OAEP does.
class OaepPaddingTest {
  private static KeyPair pair;

  @BeforeAll
  static void makeAPair() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
  }

  @Test
  void isRemovedOfSha256AndAnEmptyLabel() throws Exception {
    byte[] text = "text".getBytes(UTF_8);
    assertThat(OaepPadding.removed(block("SHA-256", "", text))).contains(text);
    assertThat(OaepPadding.removed(block("SHA-256", "", new byte[0]))).contains(new byte[0]);
  }

  @Test
  void isNoneOfAnotherHashOrLabel() throws Exception {
    assertThat(OaepPadding.removed(block("SHA-1", "", new byte[4]))).isEmpty();
    assertThat(OaepPadding.removed(block("SHA-256", "label", new byte[4]))).isEmpty();
  }

  @Test
  void isNoneOnceAByteIsChanged() throws Exception {
    byte[] good = block("SHA-256", "", new byte[4]);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      assertThat(OaepPadding.removed(bad)).as("byte %s", i).isEmpty();
    }
  }

  @Test
  void isNoneInABlockOfAnyLength() {
    for (int length = 0; length < 256; length++) {
      assertThat(OaepPadding.removed(new byte[length])).as("length %s", length).isEmpty();
    }
  }

  private static byte[] block(String hash, String label, byte[] text) throws Exception {
    var mgf = hash.equals("SHA-1") ? MGF1ParameterSpec.SHA1 : MGF1ParameterSpec.SHA256;
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(
        Cipher.ENCRYPT_MODE,
        pair.getPublic(),
        new OAEPParameterSpec(hash, "MGF1", mgf, new PSource.PSpecified(label.getBytes(UTF_8))));
    Cipher raw = Cipher.getInstance("RSA/ECB/NoPadding");
    raw.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    return raw.doFinal(oaep.doFinal(text));
  }
}
