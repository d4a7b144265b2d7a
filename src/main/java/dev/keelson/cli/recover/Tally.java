package dev.keelson.cli.recover;

import dev.keelson.cli.recover.RecoverReport.Row;
import dev.keelson.cli.recover.Survey.LeftOut;
import dev.keelson.recovery.SealedSeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which values opened with their seeds, counted.
final class Tally {
  private final Map<String, Integer> proven = new HashMap<>();
  private final Map<String, Integer> unproven = new HashMap<>();
  private int written;

  void proven(SealedSeed seed) {
    proven.merge(seed.keyId(), 1, Integer::sum);
  }

  void unproven(SealedSeed seed) {
    unproven.merge(seed.keyId(), 1, Integer::sum);
  }

  void written() {
    written++;
  }

  int provenValues() {
    return proven.values().stream().mapToInt(Integer::intValue).sum();
  }

  RecoverReport report(Survey survey, Opening opening) {
    List<Row> rows = new ArrayList<>();
    for (String keyId : survey.keyIds()) {
      rows.add(row(keyId, survey, opening));
    }
    return new RecoverReport(
        opening.recipient().fingerprint(),
        survey.leftOut(LeftOut.NOT_KMS_V2),
        survey.leftOut(LeftOut.OTHER_PROVIDER),
        survey.leftOut(LeftOut.OTHER_PLUGIN),
        survey.leftOut(LeftOut.UNREADABLE),
        written,
        rows);
  }

  private Row row(String keyId, Survey survey, Opening opening) {
    List<Verdict> verdicts = new ArrayList<>();
    int values = 0;
    for (var one : opening.verdicts().entrySet()) {
      if (one.getKey().keyId().equals(keyId)) {
        verdicts.add(one.getValue());
        values += survey.seeds().getOrDefault(one.getKey(), 0);
      }
    }
    return new Row(
        keyId,
        opening.recipient().fingerprint(),
        values,
        verdicts.size(),
        Collections.frequency(verdicts, Verdict.OPENED),
        Collections.frequency(verdicts, Verdict.ABSENT),
        Collections.frequency(verdicts, Verdict.FOR_OTHERS),
        Collections.frequency(verdicts, Verdict.NOT_OPENING),
        Collections.frequency(verdicts, Verdict.OF_ANOTHER_ENVELOPE),
        proven.getOrDefault(keyId, 0),
        unproven.getOrDefault(keyId, 0));
  }
}
