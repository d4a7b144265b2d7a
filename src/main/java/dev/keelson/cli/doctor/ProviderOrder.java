package dev.keelson.cli.doctor;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// The first provider of a list writes; all are tried for reading.
///
/// @param resources of this list, as the file has them
record ProviderOrder(Chart.Group group, String resources) {
  void check(List<JsonNode> providers) {
    List<String> kinds =
        providers.stream()
            .map(provider -> provider.propertyNames().stream().findFirst().orElse(""))
            .toList();
    int identity = kinds.indexOf("identity");
    if (identity == 0) {
      group.bad(
          "identity comes first for " + resources + ": everything is written in the clear",
          "put the kms provider first");
    } else if (identity > 0 && identity < kinds.size() - 1) {
      group.bad("identity is not last for " + resources, "move it behind every other provider");
    } else if (identity > 0) {
      group.warn(
          "identity is last for " + resources + ": what is not encrypted yet can be read",
          "remove it once everything was written again");
    } else {
      group.good("nothing is read or written in the clear for " + resources);
    }
    if (!kinds.isEmpty() && identity != 0 && !kinds.getFirst().equals("kms")) {
      group.bad(
          kinds.getFirst() + " comes first for " + resources + ": no HSM is asked on a write",
          "put the kms provider first");
    }
  }
}
