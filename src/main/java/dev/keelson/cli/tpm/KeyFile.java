package dev.keelson.cli.tpm;

import dev.keelson.kek.GenerationLabel;

/// A key on its way to the one TPM that can take it in.
///
/// What protects it is the outer wrap, which that TPM alone opens. The inner key and the auth value
/// stand here in clear: with them, and only on that host, the key could be taken in and used
/// without the PIN. So the file is for its owner alone, and is removed when it has been taken in.
///
/// @param parent the name of the TPM's parent
/// @param blobs what the TPM made of it
record KeyFile(String format, String label, String parent, Blobs blobs) {
  static final String FORMAT = "keelson-tpm-key/1";

  /// As they come from the TPM; `copy` is the wrapped key.
  record Blobs(String area, String copy, String seed, String inner, String auth) {
    Blobs {
      var _ = new PublicArea(area);
      for (String part : new String[] {copy, seed, inner}) {
        if (Hex.bytes(part).length == 0) {
          throw new IllegalArgumentException("a part of the key is missing");
        }
      }
      if (auth.isEmpty() || auth.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("the auth value is missing");
      }
    }

    @Override
    public String toString() {
      return "Blobs[redacted]";
    }
  }

  KeyFile {
    Exchange.require(format, FORMAT);
    if (GenerationLabel.parse(label).isEmpty()) {
      throw new IllegalArgumentException("its label is not one of a generation");
    }
    if (parent.isEmpty() || blobs.area().isEmpty()) {
      throw new IllegalArgumentException("a part of the key is missing");
    }
  }

  GenerationLabel generation() {
    return GenerationLabel.parse(label).orElseThrow();
  }

  PublicArea area() {
    return new PublicArea(blobs.area());
  }
}
