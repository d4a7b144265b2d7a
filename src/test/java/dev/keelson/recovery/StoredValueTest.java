package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.GoldenEnvelope;
import dev.keelson.kek.Annotation;
import dev.keelson.kek.KekId;
import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.recovery.stored.SealedObject;
import dev.keelson.recovery.stored.SeedKind;
import dev.keelson.secret.SecretBytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredValueTest {
  private static final String KEY = "/registry/secrets/default/a";
  private static final byte[] SEED = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final EncryptResponse SEALED =
      EncryptResponse.newBuilder()
          .setKeyId("prod/1/0123456789abcdef")
          .setCiphertext(ByteString.copyFromUtf8("sealed"))
          .putAnnotations("a.b", ByteString.copyFromUtf8("c"))
          .build();
  private static final SealedObject OBJECT = ApiServerValue.object(KEY, "text", SEED, SEALED);

  @Test
  void opensWithItsSeedUnderItsKeyAlone() throws Exception {
    assertThat(opens(OBJECT, SEED, KEY)).isTrue();
    assertThat(opens(OBJECT, SEED, KEY + "a")).isFalse();
    assertThat(opens(OBJECT, new byte[32], KEY)).isFalse();
    assertThat(opens(OBJECT, new byte[16], KEY)).isFalse();
    assertThat(opens(with(OBJECT.getData().substring(0, 59)), SEED, KEY)).isFalse();
    assertThat(opens(with(OBJECT.getData().substring(0, 31)), SEED, KEY)).isFalse();
    assertThat(opens(OBJECT.toBuilder().setSeedKindValue(7).build(), SEED, KEY)).isFalse();
  }

  /// The older kind: the seed is the key, and no info precedes the data.
  @Test
  void opensWithItsKey() throws Exception {
    var key = javaKey();
    var older =
        with(OBJECT.getData().substring(32)).toBuilder().setSeedKind(SeedKind.AES_GCM_KEY).build();
    assertThat(opens(older, key, KEY)).isTrue();
    assertThat(opens(older, SEED, KEY)).isFalse();
  }

  /// HKDF-Expand's first block, of the info that the fixture uses.
  private static byte[] javaKey() throws Exception {
    var mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(new javax.crypto.spec.SecretKeySpec(SEED, "HmacSHA256"));
    mac.update(OBJECT.getData().substring(0, 32).toByteArray());
    return mac.doFinal(new byte[] {1});
  }

  @Test
  void keepsAllButTheSeedWhenItIsSealedAnew() throws Exception {
    var newer =
        OBJECT.toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                    .build())
            .build();
    var golden = GoldenEnvelope.all().getFirst();
    var by = KekId.parse(golden.keyId()).orElseThrow();
    var sealed =
        new Sealed(
            by, Envelope.parse(golden.envelope()), List.of(new Annotation("c.d", new byte[] {1})));
    byte[] again = StoredValue.parse(stored(newer)).orElseThrow().resealed(sealed);
    assertThat(again)
        .isEqualTo(
            stored(
                newer.toBuilder()
                    .setKeyId(golden.keyId())
                    .setSealedSeed(ByteString.copyFrom(golden.envelope()))
                    .clearAnnotations()
                    .putAnnotations("c.d", ByteString.copyFrom(new byte[] {1}))
                    .build()));
  }

  @Test
  void sharesItsSeedWithValuesOfOtherData() throws Exception {
    var one = StoredValue.parse(stored(OBJECT)).orElseThrow();
    var other = StoredValue.parse(stored(with(ByteString.copyFromUtf8("x")))).orElseThrow();
    assertThat(one.seed()).isEqualTo(other.seed()).hasSameHashCodeAs(other.seed());
    assertThat(one.seed().toString()).doesNotContain("sealed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "k8s\0", "k8s:enc:kms:v2:", "k8s:enc:kms:v1:a:b", "k8s:enc:aescbc:v1:a:b"})
  void isNothingThatAnotherWaySealed(String value) throws Exception {
    assertThat(StoredValue.parse(value.getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k8s:enc:kms:v2::", "k8s:enc:kms:v2:a", "k8s:enc:kms:v2:a:", "k8s:enc:kms:v2:a:b"})
  void isRefusedWhenDamaged(String value) {
    assertThatExceptionOfType(MalformedValueException.class)
        .isThrownBy(() -> StoredValue.parse(value.getBytes(UTF_8)));
  }

  private static SealedObject with(ByteString data) {
    return OBJECT.toBuilder().setData(data).build();
  }

  private static byte[] stored(SealedObject object) {
    return ApiServerValue.stored("keelson", object);
  }

  private static boolean opens(SealedObject object, byte[] seed, String key) throws Exception {
    try (var secret = SecretBytes.takeOver(seed.clone())) {
      return StoredValue.parse(stored(object)).orElseThrow().opensWith(secret, key.getBytes(UTF_8));
    }
  }
}
