package dev.keelson.cli.doctor.etcd;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// etcd's own `--config-file`, whose two sections of TLS name the flags differently (`configYAML`
/// in etcd's `server/embed/config.go`).
final class EtcdYaml {
  private static final String CLIENT = "client-transport-security";
  private static final String PEER = "peer-transport-security";

  private static final Map<String, String> CLIENT_NAMES =
      Map.of("allowed-hostname", "client-cert-allowed-hostname");

  private static final Map<String, String> PEER_NAMES =
      Map.of(
          "client-cert-auth", "peer-client-cert-auth",
          "allowed-hostname", "peer-cert-allowed-hostname",
          "allowed-cn", "peer-cert-allowed-cn",
          "client-cert-file", "peer-client-cert-file",
          "client-key-file", "peer-client-key-file");

  private EtcdYaml() {}

  static Flags flags(JsonNode root) {
    Map<String, String> values = new HashMap<>();
    root.properties()
        .forEach(entry -> {
          switch (entry.getKey()) {
            case CLIENT ->
                entry
                    .getValue()
                    .properties()
                    .forEach(one ->
                        put(
                            values,
                            CLIENT_NAMES.getOrDefault(one.getKey(), one.getKey()),
                            one.getValue()));
            case PEER ->
                entry
                    .getValue()
                    .properties()
                    .forEach(one ->
                        put(
                            values,
                            PEER_NAMES.getOrDefault(one.getKey(), "peer-" + one.getKey()),
                            one.getValue()));
            default -> put(values, entry.getKey(), entry.getValue());
          }
        });
    return new Flags(values);
  }

  private static void put(Map<String, String> values, String flag, JsonNode value) {
    if (value.isArray()) {
      values.put(
          flag, value.valueStream().map(one -> one.asString("")).collect(Collectors.joining(",")));
    } else if (value.isValueNode() && !value.isNull()) {
      values.put(flag, value.asString(""));
    }
  }
}
