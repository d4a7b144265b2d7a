package dev.keelson.e2e;

import static dev.keelson.e2e.Caller.opening;
import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogForgeryTest {
  private static final List<String> FORGERIES =
      List.of(
          "1\n2026-11-25T00:00:00.000Z INFO Daemon - FORGED",
          "1\rFORGED",
          "1 FORGED key_id=prod/1 result=OK",
          "1\" FORGED=\"yes",
          "\u001b[2JFORGED",
          "\u0085FORGED\u2028FORGED",
          "F0RGED".repeat(400));

  @TempDir private Path dir;

  @Test
  void failsWhateverACallerPutsIntoUidsKeyIdsAndAnnotations() throws Exception {
    var site = Site.in(dir);
    try (var daemon = talkative(site).await("ready socket=");
        var caller = Caller.at(site.address())) {
      var sealed = caller.seal(Seeds.marked(1));
      for (String forgery : FORGERIES) {
        caller.seal(Seeds.marked(1), forgery);
        caller.open(opening(sealed).setUid(forgery).build());
        refusal(() -> caller.open(opening(sealed).setKeyId(forgery).build()));
        refusal(
            () -> caller.open(opening(sealed).putAnnotations(forgery, ByteString.EMPTY).build()));
      }
      assertThat(daemon.terminate()).isEqualTo(143);
      assertThat(daemon.output().lines())
          .allMatch(line -> line.matches("20\\S+ (DEBUG|INFO|WARN) [A-Za-z]+ - [ -~]{0,400}"))
          .noneMatch(line -> line.replaceAll("cause=\"[^\"]*\"", "").contains("FORGED"));
      assertThat(daemon.output()).contains("encrypt uid=? ", "decrypt uid=? ");
    }
  }

  private static KeelsonProcess talkative(Site site) throws Exception {
    return KeelsonProcess.start(
        List.of(),
        List.of("-Dorg.slf4j.simpleLogger.log.dev.keelson=debug"),
        "serve",
        "--config",
        site.write(site.yaml()).toString());
  }
}
