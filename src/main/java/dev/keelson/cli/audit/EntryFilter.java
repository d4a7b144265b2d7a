package dev.keelson.cli.audit;

import dev.keelson.ledger.Call;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Entry;
import dev.keelson.ledger.Result;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which entries are searched for: those that fit every option that is given.
final class EntryFilter implements Predicate<Entry> {
  @Option(
      names = "--deed",
      paramLabel = "DEED",
      split = ",",
      converter = Words.Deeds.class,
      completionCandidates = Words.DeedWords.class,
      description = "what was done, such as decrypt or rotate; several with commas")
  private List<DeedKind> deeds = List.of();

  @Option(
      names = "--result",
      paramLabel = "RESULT",
      split = ",",
      converter = Words.Results.class,
      completionCandidates = Words.ResultWords.class,
      description = "how it ended, such as ok or denied; several with commas")
  private List<Result> results = List.of();

  @Option(
      names = "--key-id",
      paramLabel = "KEY_ID",
      description = "the key, or the beginning of its key_id")
  private @Nullable String keyId;

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description = "of the calling process, a number, or of the call, as the API server logs it")
  private @Nullable String uid;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Words.Times.class,
      description = "from this time on: 2026-11-01T12:00:00Z or 2026-11-01, in UTC")
  private Instant since = Instant.MIN;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Words.Times.class,
      description = "before this time")
  private Instant until = Instant.MAX;

  @Override
  public boolean test(Entry entry) {
    Call call = entry.deed().call();
    return (deeds.isEmpty() || deeds.contains(entry.deed().kind()))
        && (results.isEmpty() || results.contains(entry.deed().outcome().result()))
        && (keyId == null || call.keyId().startsWith(keyId))
        && (uid == null || call.uid().equals(uid) || isPeer(call, uid))
        && !entry.time().isBefore(since)
        && entry.time().isBefore(until);
  }

  private static boolean isPeer(Call call, String uid) {
    return Long.toString(call.peer().uid()).equals(uid);
  }
}
