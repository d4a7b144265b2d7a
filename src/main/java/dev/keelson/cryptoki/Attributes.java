package dev.keelson.cryptoki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Attributes of an object as the token tells them; absent are those that it does not have or
/// hides.
public final class Attributes {
  private final Map<Cka, byte[]> values;

  Attributes(Map<Cka, byte[]> values) {
    this.values = Map.copyOf(values);
  }

  /// A `CK_BBOOL`.
  public Optional<Boolean> flag(Cka type) {
    return value(type).filter(bytes -> bytes.length == 1).map(bytes -> bytes[0] != 0);
  }

  /// A `CK_ULONG`.
  public OptionalLong number(Cka type) {
    return value(type)
        .filter(bytes -> bytes.length == Long.BYTES)
        .map(bytes ->
            OptionalLong.of(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong()))
        .orElseGet(OptionalLong::empty);
  }

  /// An RFC 2279 string; the empty one when the object has none.
  public String text(Cka type) {
    return value(type).map(bytes -> new String(bytes, UTF_8)).orElse("");
  }

  /// A byte array in hexadecimal; the empty string when the object has none.
  public String hex(Cka type) {
    return value(type).map(HexFormat.of()::formatHex).orElse("");
  }

  /// A byte array.
  public Optional<byte[]> bytes(Cka type) {
    return value(type).map(byte[]::clone);
  }

  private Optional<byte[]> value(Cka type) {
    return Optional.ofNullable(values.get(type));
  }
}
