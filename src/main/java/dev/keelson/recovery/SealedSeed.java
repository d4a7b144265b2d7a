package dev.keelson.recovery;

import com.google.protobuf.ByteString;
import dev.keelson.recovery.stored.SealedObject;
import java.util.Optional;

/// A sealed seed as etcd has it with each object that was written under it. Equal are those that
/// the plugin would be asked to open once.
///
/// @param stored without the object's data
public record SealedSeed(SealedObject stored) {
  public SealedSeed {
    stored = stored.toBuilder().clearData().build();
  }

  public String keyId() {
    return stored.getKeyId();
  }

  /// The ciphertext that the plugin made.
  public byte[] envelope() {
    return stored.getSealedSeed().toByteArray();
  }

  /// Whether a copy for anybody came with it.
  public boolean hasCopies() {
    return stored.getAnnotationsMap().keySet().stream().anyMatch(Recipient::isCopy);
  }

  /// The bytes of the recipient's copy.
  public Optional<byte[]> copyFor(Recipient recipient) {
    return Optional.ofNullable(stored.getAnnotationsMap().get(recipient.annotation()))
        .map(ByteString::toByteArray);
  }

  @Override
  public String toString() {
    return "SealedSeed[" + keyId() + "]";
  }
}
