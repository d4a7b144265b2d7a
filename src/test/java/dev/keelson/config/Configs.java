package dev.keelson.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Configurations for the tests, and what is wrong with them.
final class Configs {
  static final Path SAMPLE = Path.of("hsm-config", "softhsm2.yaml");

  /// Required keys only. Line 1 is the keyring, 2 the module, 4 the token, 7 the socket.
  static final String SMALLEST =
      """
      keyring: prod
      module:
        path: /usr/lib/softhsm/libsofthsm2.so
      token:
        label: keelson
        pin-file: /etc/keelson/pin
      socket:
        address: unix:///run/keelson/kms.sock
      """;

  private Configs() {}

  static KeelsonConfig config(String yaml) throws ConfigException {
    return ConfigFile.parse("keelson.yaml", yaml.getBytes(UTF_8));
  }

  static ConfigException refusal(String yaml) {
    return refusal(yaml.getBytes(UTF_8));
  }

  static ConfigException refusal(byte[] content) {
    return assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfigFile.parse("keelson.yaml", content))
        .actual();
  }

  static List<String> faults(String yaml) {
    return String.valueOf(refusal(yaml).getMessage()).lines().toList();
  }

  static String sample() throws IOException {
    return Files.readString(SAMPLE);
  }
}
