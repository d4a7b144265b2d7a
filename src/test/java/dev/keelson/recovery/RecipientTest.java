package dev.keelson.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import dev.keelson.kms.Contract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientTest {
  private static final Path GOOD = RecoveryKeys.GOLDEN.resolve("recipient.pem");

  @TempDir private Path dir;

  @Test
  void bearsTheFingerprintThatOpenSslTells() throws Exception {
    var one = Recipient.read(GOOD);
    assertThat(one.fingerprint()).isEqualTo("30f0acaf9a2b20f4");
    assertThat(one.annotation()).isEqualTo("30f0acaf9a2b20f4.recovery.keelson.dev");
    assertThat(one).hasToString("30f0acaf9a2b20f4");
  }

  @Test
  void hasAnAnnotationThatTheApiServerTakes() {
    var name = Recipient.read(GOOD).annotation();
    assertThat(Contract.faultOfAnnotations(Map.of(name, ByteString.EMPTY))).isEmpty();
    assertThat(Recipient.isCopy(name)).isTrue();
    assertThat(Recipient.isCopy("kms.example")).isFalse();
  }

  @Test
  void mayHaveAnyTextlessBlankAround() throws Exception {
    Path file = dir.resolve("key.pem");
    Files.writeString(file, "\n" + Files.readString(GOOD).replace("\n", "\r\n") + "\n");
    assertThat(Recipient.read(file)).isEqualTo(Recipient.read(GOOD));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 | of 2048 bits, not 3072 to",
        "genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3064 | of 3064 bits, not 3072 to",
        "genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -pkeyopt"
            + " rsa_keygen_pubexp:3 | with the public exponent 3, not 65537 or more",
        "genpkey -algorithm ED25519 | that is not RSA",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | that is not RSA",
      })
  void isNoKeyOfAnotherKind(String made, String fault) throws Exception {
    var keys = new RecoveryKeys(dir);
    keys.openssl(made + " -out " + dir.resolve("key"));
    Path file = dir.resolve("key.pem");
    keys.openssl("pkey -in " + dir.resolve("key") + " -pubout -out " + file);
    assertRefused(file, fault);
  }

  @Test
  void isRefusedWithItsPrivateKeyInTheFileWhichIsNotQuoted() throws Exception {
    String secret = Files.readString(RecoveryKeys.GOLDEN.resolve("key.pem"));
    Path file = dir.resolve("key.pem");
    for (String content : new String[] {secret, Files.readString(GOOD) + secret}) {
      Files.writeString(file, content);
      String said = assertRefused(file, " holds a PRIVATE key: it must never be where the daemon");
      assertThat(said).doesNotContain(secret.lines().toList().get(1));
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no PEM with one public key",
        "hello | no PEM with one public key",
        "GOODGOOD | no PEM with one public key",
        "GOOD and more | no PEM with one public key",
        "-----BEGIN PUBLIC KEY----------END PUBLIC KEY----- | that is not RSA, or is damaged",
        "-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY----- | that is not RSA, or is damaged",
        "-----BEGIN PUBLIC KEY-----A-----END PUBLIC KEY----- | that is not RSA, or is damaged",
        "-----BEGIN CERTIFICATE----- | a certificate, not a public key: openssl x509",
        "-----BEGIN RSA PUBLIC KEY----- | of the old form: openssl rsa -RSAPublicKey_in",
      })
  void isNoFileOfSomethingElse(String content, String fault) throws Exception {
    Path file = dir.resolve("key.pem");
    Files.writeString(file, content.replace("GOOD", Files.readString(GOOD)));
    assertRefused(file, fault);
  }

  @Test
  void isNoFileThatIsAbsentOrADirectoryOrEndless() throws Exception {
    assertRefused(dir.resolve("absent"), "absent is not there");
    assertRefused(dir, " is no regular file");
    assertRefused(Path.of("/dev/zero"), "/dev/zero is no regular file");
    Path big = Files.write(dir.resolve("big"), new byte[PublicKeyPem.MAX_BYTES + 1]);
    assertRefused(big, "more than 65536 bytes");
  }

  private static String assertRefused(Path file, String fault) {
    return String.valueOf(
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Recipient.read(file))
            .withMessageContaining(fault)
            .actual()
            .getMessage());
  }
}
