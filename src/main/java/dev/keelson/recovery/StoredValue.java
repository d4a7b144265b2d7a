package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.keelson.kek.Annotation;
import dev.keelson.kek.Keyring.Sealed;
import dev.keelson.recovery.stored.SealedObject;
import dev.keelson.secret.SecretBytes;
import java.util.Arrays;
import java.util.Optional;

/// A value of etcd that kube-apiserver sealed through a KMS v2 plugin.
///
/// | bytes | what |
/// |-------|------|
/// | 15 | `k8s:enc:kms:v2:` |
/// | n | the provider's name, without a colon |
/// | 1 | `:` |
/// | rest | the object, in protobuf (`proto/etcd/stored.proto`) |
///
/// (k8s.io/apiserver encryptionconfig `config.go`, kmsv2 `envelope.go`)
public final class StoredValue {
  private static final byte[] PREFIX = "k8s:enc:kms:v2:".getBytes(UTF_8);

  private final byte[] prefix;
  private final SealedObject object;

  private StoredValue(byte[] prefix, SealedObject object) {
    this.prefix = prefix;
    this.object = object;
  }

  /// The value; empty when no KMS v2 plugin sealed it.
  ///
  /// @throws MalformedValueException when the API server could not read it either
  public static Optional<StoredValue> parse(byte[] value) throws MalformedValueException {
    if (!startsWithPrefix(value)) {
      return Optional.empty();
    }
    int colon = PREFIX.length;
    while (colon < value.length && value[colon] != ':') {
      colon++;
    }
    if (colon == PREFIX.length || colon == value.length) {
      throw new MalformedValueException("no provider's name", null);
    }
    try {
      var object =
          SealedObject.parseFrom(ByteString.copyFrom(value, colon + 1, value.length - colon - 1));
      return Optional.of(new StoredValue(Arrays.copyOf(value, colon + 1), whole(object)));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedValueException("no sealed object", e);
    }
  }

  private static boolean startsWithPrefix(byte[] value) {
    return Arrays.mismatch(value, PREFIX) == PREFIX.length && value.length > PREFIX.length;
  }

  /// What kube-apiserver demands of each value that it reads.
  private static SealedObject whole(SealedObject object) throws MalformedValueException {
    if (object.getKeyId().isEmpty()
        || object.getSealedSeed().isEmpty()
        || object.getData().isEmpty()) {
      throw new MalformedValueException("an object without data, key_id or seed", null);
    }
    return object;
  }

  /// As the API server's configuration names it.
  public String provider() {
    return new String(prefix, PREFIX.length, prefix.length - PREFIX.length - 1, UTF_8);
  }

  public SealedSeed seed() {
    return new SealedSeed(object);
  }

  /// Whether the object opens with this seed, as the API server opens it.
  ///
  /// @param etcdKey under which it lies: it is sealed with it
  public boolean opensWith(SecretBytes seed, byte[] etcdKey) {
    return SealedData.opens(object, seed, etcdKey);
  }

  /// The same object under the same seed, sealed anew: what etcd is to have instead.
  public byte[] resealed(Sealed seed) {
    var again =
        object.toBuilder()
            .setKeyId(seed.by().toString())
            .setSealedSeed(ByteString.copyFrom(seed.ciphertext()))
            .clearAnnotations();
    for (Annotation one : seed.annotations()) {
      again.putAnnotations(one.name(), ByteString.copyFrom(one.bytes()));
    }
    return ByteString.copyFrom(prefix).concat(again.build().toByteString()).toByteArray();
  }
}
