package dev.keelson.cli.doctor.etcd;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
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
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      switch (entry.getKey()) {
        case CLIENT -> section(values, entry.getValue(), EtcdYaml::ofClients);
        case PEER -> section(values, entry.getValue(), EtcdYaml::ofPeers);
        default -> put(values, entry.getKey(), entry.getValue());
      }
    }
    return new Flags(values);
  }

  private static String ofClients(String key) {
    return CLIENT_NAMES.getOrDefault(key, key);
  }

  private static String ofPeers(String key) {
    return PEER_NAMES.getOrDefault(key, "peer-" + key);
  }

  private static void section(
      Map<String, String> values, JsonNode section, UnaryOperator<String> flag) {
    section.properties().forEach(one -> put(values, flag.apply(one.getKey()), one.getValue()));
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
