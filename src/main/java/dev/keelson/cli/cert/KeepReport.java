package dev.keelson.cli.cert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keelson.enrollment.keep.KeepException;
import dev.keelson.enrollment.keep.Look;
import dev.keelson.enrollment.keep.Pair;
import java.util.Optional;

/// What `keelson cert keep --once` prints.
///
/// @param changed whether the files hold another pair than before
/// @param state as in the metrics
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record KeepReport(
    boolean changed,
    String state,
    String file,
    Optional<String> serial,
    Optional<String> not_after,
    Optional<String> failure,
    Optional<String> hook_failure) {

  static KeepReport of(Look look, String file, Optional<String> hookFailure) {
    return new KeepReport(
        look.outcome() == Look.Outcome.RENEWED,
        look.state().label(),
        file,
        look.pair().map(Pair::serial),
        look.pair().map(pair -> pair.notAfter().toString()),
        look.failure().map(KeepException::what),
        hookFailure);
  }

  String text() {
    String what = changed ? "renewed" : failure.isPresent() ? "not renewed" : "kept";
    String until = not_after.map(end -> ", ends at " + end).orElse(", no certificate is there");
    return file + ": " + what + ", " + state + until;
  }
}
