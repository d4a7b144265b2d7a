package dev.keelson.issuer;

import com.google.protobuf.ByteString;

/// What nobody may get a certificate for.
///
/// @param name what is wrong with it
public record HostileRequest(String name, ByteString der) {
  static HostileRequest of(String name, byte[] der) {
    return new HostileRequest(name, ByteString.copyFrom(der));
  }

  @Override
  public String toString() {
    return name;
  }
}
