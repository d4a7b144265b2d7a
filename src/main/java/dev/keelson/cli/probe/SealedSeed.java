package dev.keelson.cli.probe;

import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.secret.SecretBytes;

/// A seed and what the plugin made of it. Closing zeroes the seed.
record SealedSeed(SecretBytes seed, EncryptResponse sealed) implements AutoCloseable {

  /// Asks the plugin to open it, and compares.
  boolean opensWith(PluginClient client) throws CallFailedException {
    try (SecretBytes opened = client.decrypt(sealed)) {
      return opened.sameAs(seed);
    }
  }

  @Override
  public void close() {
    seed.close();
  }

  @Override
  public String toString() {
    return "SealedSeed[redacted]";
  }
}
