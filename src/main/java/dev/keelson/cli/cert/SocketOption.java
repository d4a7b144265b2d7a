package dev.keelson.cli.cert;

import dev.keelson.cli.UnixAddressConverter;
import dev.keelson.host.UnixAddress;
import picocli.CommandLine.Option;

/// `--socket`, of every command that asks an issuer.
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SocketOption {
  @Option(
      names = "--socket",
      paramLabel = "ADDRESS",
      defaultValue = "unix:///run/keelson/issuer.sock",
      converter = UnixAddressConverter.class,
      description = "the issuer's socket (${DEFAULT-VALUE})")
  private UnixAddress address;

  IssuerSocket socket() {
    return new IssuerSocket(address);
  }
}
