package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.recovery.stored.SealedObject;
import dev.keelson.recovery.stored.SeedKind;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Values as kube-apiserver writes them, made here by HMAC and AES-GCM alone; `src/conformance` has
/// the API server's own.
public final class ApiServerValue {
  private static final byte[] INFO = "an info of thirty-two bytes, yes".getBytes(UTF_8);
  private static final byte[] NONCE = "twelve bytes".getBytes(UTF_8);

  private ApiServerValue() {}

  public static byte[] of(String key, String text, byte[] seed, EncryptResponse sealed) {
    return stored("keelson", object(key, text, seed, sealed));
  }

  public static SealedObject object(String key, String text, byte[] seed, EncryptResponse sealed) {
    return SealedObject.newBuilder()
        .setData(ByteString.copyFrom(INFO).concat(ByteString.copyFrom(gcm(seed, key, text))))
        .setKeyId(sealed.getKeyId())
        .setSealedSeed(sealed.getCiphertext())
        .putAllAnnotations(sealed.getAnnotationsMap())
        .setSeedKind(SeedKind.HKDF_SHA256_XNONCE_AES_GCM_SEED)
        .build();
  }

  public static byte[] stored(String provider, SealedObject object) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("k8s:enc:kms:v2:" + provider + ":").getBytes(UTF_8));
    bytes.writeBytes(object.toByteArray());
    return bytes.toByteArray();
  }

  /// As etcdctl prints it.
  public static String dump(Map<String, byte[]> values) {
    return values.entrySet().stream()
        .map(one ->
            String.format(
                Locale.ROOT,
                "{\"key\":\"%s\",\"create_revision\":2,\"mod_revision\":2,\"version\":1,"
                    + "\"value\":\"%s\"}",
                base64(one.getKey().getBytes(UTF_8)),
                base64(one.getValue())))
        .collect(
            Collectors.joining(
                ",",
                "{\"header\":{\"cluster_id\":14841639068965178418,\"revision\":2},\"kvs\":[",
                "],\"count\":" + values.size() + "}\n"));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] gcm(byte[] seed, String key, String text) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(seed, "HmacSHA256"));
      hmac.update(INFO);
      byte[] derived = hmac.doFinal(new byte[] {1}); // HKDF-Expand's first block
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      var spec = new GCMParameterSpec(128, NONCE);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, "AES"), spec);
      cipher.updateAAD(key.getBytes(UTF_8));
      byte[] sealed = cipher.doFinal(text.getBytes(UTF_8));
      byte[] all = Arrays.copyOf(NONCE, NONCE.length + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE.length, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
