package dev.keelson.kek;

/// Bytes that are stored with an envelope under a name, as KMS v2's annotations are. Everybody who
/// reads etcd sees both.
public final class Annotation {
  private final String name;
  private final byte[] bytes;

  public Annotation(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes.clone();
  }

  public String name() {
    return name;
  }

  public byte[] bytes() {
    return bytes.clone();
  }
}
