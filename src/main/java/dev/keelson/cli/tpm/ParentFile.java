package dev.keelson.cli.tpm;

/// What a TPM shows of its storage parent, so that keys can be sent to it. No secret.
record ParentFile(String format, String parent) {
  static final String FORMAT = "keelson-tpm-parent/1";

  ParentFile {
    Exchange.require(format, FORMAT);
    if (!new PublicArea(parent).isStorageParent()) {
      throw new IllegalArgumentException("it is not the storage parent of a TPM");
    }
  }

  static ParentFile of(PublicArea parent) {
    return new ParentFile(FORMAT, parent.hex());
  }

  PublicArea area() {
    return new PublicArea(parent);
  }
}
