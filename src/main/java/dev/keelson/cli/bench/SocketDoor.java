package dev.keelson.cli.bench;

import dev.keelson.cli.probe.CallFailedException;
import dev.keelson.cli.probe.PluginClient;
import dev.keelson.kms.v2.EncryptResponse;
import dev.keelson.secret.SecretBytes;

/// Encrypt and Decrypt of KMS v2, on the one connection that all callers share, as in
/// kube-apiserver.
record SocketDoor(PluginClient client) implements Door<EncryptResponse> {
  @Override
  public EncryptResponse seal(SecretBytes seed) throws CallFault {
    try {
      return client.encrypt(seed);
    } catch (CallFailedException e) {
      throw new CallFault(e.code().name());
    }
  }

  @Override
  public SecretBytes open(EncryptResponse sealed) throws CallFault {
    try {
      return client.decrypt(sealed);
    } catch (CallFailedException e) {
      throw new CallFault(e.code().name());
    }
  }

  @Override
  public void close() {
    // the connection is not this caller's own
  }
}
