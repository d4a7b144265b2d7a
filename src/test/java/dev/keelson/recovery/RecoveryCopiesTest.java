package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keelson.envelope.GoldenEnvelope;
import dev.keelson.kek.Annotation;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryCopiesTest {
  private static final Path GOLDEN_KEY = RecoveryKeys.GOLDEN.resolve("key.pem");
  private static final Recipient GOLDEN =
      Recipient.read(RecoveryKeys.GOLDEN.resolve("recipient.pem"));
  private static final KekId BY = KekId.parse("prod/1/0123456789abcdef").orElseThrow();
  private static final byte[] ENVELOPE = "an envelope".getBytes(UTF_8);
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  @TempDir private Path dir;
  private RecoveryKeys openssl;

  @BeforeEach
  void prepare() {
    openssl = new RecoveryKeys(dir);
  }

  @Test
  void areOpenedByOpenSslToTheBoundSeed() throws Exception {
    byte[] text = openssl.opened(GOLDEN_KEY, copies(SEED.clone(), GOLDEN).getFirst().bytes());
    assertThat(text).hasSize(64).endsWith(SEED);
    assertThat(seed(BY.toString(), ENVELOPE, text)).isEqualTo(SEED);
  }

  @Test
  void areMadeForEveryRecipientEachWithItsOwnKey() throws Exception {
    Path other = openssl.make("other", 4096);
    List<Annotation> copies = copies(SEED.clone(), GOLDEN, Recipient.read(other));
    assertThat(copies)
        .extracting(Annotation::name)
        .containsExactly(GOLDEN.annotation(), Recipient.read(other).annotation());
    assertThat(openssl.opened(GOLDEN_KEY, copies.getFirst().bytes())).endsWith(SEED);
    assertThat(openssl.opened(dir.resolve("other.key"), copies.getLast().bytes())).endsWith(SEED);
  }

  @Test
  void areNeverTheSameTwice() throws Exception {
    assertThat(copies(SEED.clone(), GOLDEN).getFirst().bytes())
        .isNotEqualTo(copies(SEED.clone(), GOLDEN).getFirst().bytes());
  }

  @Test
  void areNoneWithoutRecipients() throws Exception {
    assertThat(copies(new byte[900])).isEmpty();
  }

  @Test
  void areRefusedOfASeedThatTheShortestKeyCannotSeal() throws Exception {
    assertThat(copies(new byte[286], GOLDEN)).hasSize(1);
    assertThatExceptionOfType(KekException.BadSeed.class)
        .isThrownBy(() -> copies(new byte[287], GOLDEN))
        .withMessage("a plaintext has 1 to 286 bytes, this one has 287");
  }

  @Test
  void belongToOneKeyIdAndOneEnvelope() throws Exception {
    byte[] text = openssl.opened(GOLDEN_KEY, copies(SEED.clone(), GOLDEN).getFirst().bytes());
    assertThat(seed("prod/2/0123456789abcdef", ENVELOPE, text)).isEmpty();
    assertThat(seed(BY.toString(), "another".getBytes(UTF_8), text)).isEmpty();
    assertThat(seed(BY + "a", "n envelope".getBytes(UTF_8), text)).isEmpty();
    assertThat(seed(BY.toString(), ENVELOPE, Arrays.copyOf(text, 32))).isEmpty();
    assertThat(seed(BY.toString(), ENVELOPE, new byte[0])).isEmpty();
  }

  /// Of a file that OpenSSL wrote, which says how.
  @Test
  void ofTheFirstVersionStayReadableForEver() throws Exception {
    GoldenEnvelope golden =
        GoldenEnvelope.all().stream()
            .filter(one -> one.toString().equals("v1-aes-256-gcm-seed.txt"))
            .findFirst()
            .orElseThrow();
    String file = Files.readString(RecoveryKeys.GOLDEN.resolve("v1.txt"));
    byte[] bytes = HexFormat.of().parseHex(file.replaceFirst("(?s).*\ncopy: ", "").strip());
    assertThat(file).contains("fingerprint: " + GOLDEN.fingerprint());
    byte[] text = openssl.opened(GOLDEN_KEY, RecoveryCopy.parse(bytes).encode());
    assertThat(seed(golden.keyId(), golden.envelope(), text)).isEqualTo(golden.plaintext());
  }

  @Test
  void fitTheApiServersLimitOrTheSettingsAreRefused() throws Exception {
    List<Recipient> many = new ArrayList<>();
    for (int i = 0; i < 78; i++) {
      many.add(Recipient.of(numbered(i)));
    }
    int each = many.getFirst().annotation().length() + 1 + 384;
    assertThat(each).isEqualTo(422);
    assertThat(new RecoverySettings(many.subList(0, 77)).recipients()).hasSize(77);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecoverySettings(many))
        .withMessage("copies for 78 recipients have 32916 bytes, and KMS v2 carries 32768");
  }

  /// Nobody has its private key.
  private static RSAPublicKey numbered(int i) throws Exception {
    var modulus = BigInteger.ONE.shiftLeft(3071).add(BigInteger.valueOf(2L * i + 1));
    var spec = new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537));
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
  }

  private static byte[] seed(String keyId, byte[] envelope, byte[] text) {
    try (var opened = SecretBytes.takeOver(text.clone())) {
      return CopyText.seed(keyId, envelope, opened)
          .map(seed -> seed.revealBytes().clone())
          .orElse(new byte[0]);
    }
  }

  private static List<Annotation> copies(byte[] seed, Recipient... recipients) throws Exception {
    var settings = new RecoverySettings(List.of(recipients));
    try (var secret = SecretBytes.takeOver(seed)) {
      return new RecoveryCopies(settings, new SecureRandom()).of(BY, ENVELOPE, secret);
    }
  }
}
