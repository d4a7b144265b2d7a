package dev.keelson.cli.recover;

import dev.keelson.cli.TextTable;
import java.util.ArrayList;
import java.util.List;

/// What `keelson recover` found; the component names are the JSON's.
///
/// @param not_kms_v2 values that no KMS v2 plugin sealed
/// @param other_provider sealed under another provider's name than was asked for
/// @param other_plugin sealed under a key_id that is not of Keelson's form
/// @param unreadable values that say they were sealed, and are damaged
/// @param written how many values a directory has that can be put back
@SuppressWarnings("MemberName") // the names of the JSON
record RecoverReport(
    String recipient,
    int not_kms_v2,
    int other_provider,
    int other_plugin,
    int unreadable,
    int written,
    List<Row> keys) {
  RecoverReport {
    keys = List.copyOf(keys);
  }

  /// Of one key_id and recipient. All numbers but `values`, `proven` and `unproven` count seeds.
  ///
  /// @param proven values that open with their seed, as the API server opens them
  /// @param unproven values whose copy opens, but to a seed that they do not open with: forged
  @SuppressWarnings("MemberName") // the names of the JSON
  record Row(
      String key_id,
      String recipient,
      int values,
      int seeds,
      int opened,
      int absent,
      int for_others,
      int not_opening,
      int of_another_envelope,
      int proven,
      int unproven) {
    boolean good() {
      return proven == values;
    }

    private List<String> cells() {
      List<String> cells = new ArrayList<>(List.of(key_id, recipient));
      for (int count :
          new int[] {
            values,
            seeds,
            opened,
            absent,
            for_others,
            not_opening,
            of_another_envelope,
            proven,
            unproven
          }) {
        cells.add(Integer.toString(count));
      }
      return cells;
    }
  }

  private static final List<String> HEAD =
      List.of(
          "KEY_ID",
          "RECIPIENT",
          "VALUES",
          "SEEDS",
          "OPENED",
          "ABSENT",
          "FOR_OTHERS",
          "NOT_OPENING",
          "OF_ANOTHER",
          "PROVEN",
          "UNPROVEN");

  /// Whether each value that Keelson sealed is recovered.
  boolean good() {
    return unreadable == 0 && !keys.isEmpty() && keys.stream().allMatch(Row::good);
  }

  String text() {
    return new TextTable(HEAD, keys.stream().map(Row::cells).toList())
        + "\n\nleft out: "
        + not_kms_v2
        + " not sealed by KMS v2, "
        + other_provider
        + " of other providers, "
        + other_plugin
        + " of other plugins, "
        + unreadable
        + " unreadable";
  }
}
