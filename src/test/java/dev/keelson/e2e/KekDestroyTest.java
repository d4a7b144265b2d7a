package dev.keelson.e2e;

import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `keelson kek destroy`, which nothing can undo.
@Timeout(60)
class KekDestroyTest {
  private static final String REASON = "cryptoperiod over";

  /// The poll is a second; the rest is for a slow machine.
  private static final Duration NOTICED = Duration.ofSeconds(3);

  @TempDir private Path dir;
  private Site site;
  private Commands prod;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    prod = Commands.on(site);
  }

  @Test
  void isRefusedOfTheActiveGeneration() throws Exception {
    String active = prod.listed("key_id").getFirst();
    assertRefused(active + " is active: only a retired generation can be destroyed", active);
  }

  @Test
  void isRefusedOfAPendingGeneration() throws Exception {
    prod.run("rotate");
    String pending = prod.listed("key_id").getLast();
    assertRefused(pending + " is pending: only a retired generation can be destroyed", pending);
  }

  @Test
  void isRefusedOfAGenerationThatIsNotThere() throws Exception {
    assertRefused("there is no key prod/1/0000000000000000", "prod/1/0000000000000000");
    assertRefused("there is no key prod", "prod");
  }

  @Test
  void isRefusedOfAYoungGenerationUnlessForced() throws Exception {
    prod.rotatedNow();
    String young = prod.listed("key_id").getFirst();
    try (var keelson = destroy(young).type(young)) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.VIOLATION);
      assertThat(keelson.output())
          .contains(young + " was active until ", "API servers keep its seeds in memory for 24 h")
          .containsPattern("do: wait until 20\\S+Z, or --force");
    }
    assertThat(prod.listed("key_id")).hasSize(2).contains(young);
  }

  @Test
  void destroysNothingWhenSomethingElseIsTyped() throws Exception {
    String retired = prod.listed("key_id").getFirst();
    String active = prod.rotatedNow();
    for (String typed : new String[] {"", "yes", active, retired + " ", retired + "0"}) {
      try (var keelson = destroy(retired, "--force").type(typed)) {
        assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.VIOLATION);
        assertThat(keelson.output())
            .contains("something else was typed: nothing is done", "do: ")
            .doesNotContain("destroy-kek");
      }
    }
    assertThat(prod.listed("key_id")).containsExactly(retired, active);
  }

  @Test
  void takesAKeyFromUnderARunningDaemonAndLeavesTheOthers() throws Exception {
    try (var daemon = prod.serve();
        var caller = Caller.at(site.address())) {
      EncryptResponse doomed = caller.seal(Seeds.marked(1));
      EncryptResponse kept = sealedBy(caller, daemon, prod.rotatedNow(), 2);
      EncryptResponse active = sealedBy(caller, daemon, prod.rotatedNow(), 3);
      assertThat(caller.open(doomed)).isEqualTo(Seeds.marked(1));

      assertDestroys(doomed.getKeyId());

      long end = System.nanoTime() + NOTICED.toNanos();
      daemon.await(
          "NOT_FOUND", () -> refusal(() -> caller.open(doomed)).getCode() == Status.Code.NOT_FOUND);
      assertThat(System.nanoTime()).isLessThan(end);
      assertThat(daemon.output()).contains("generation-gone key_id=" + doomed.getKeyId());
      assertThat(caller.open(kept)).isEqualTo(Seeds.marked(2));
      assertThat(caller.open(active)).isEqualTo(Seeds.marked(3));
      assertThat(caller.status().getKeyId()).isEqualTo(active.getKeyId());
      assertThat(prod.listed("key_id")).containsExactly(kept.getKeyId(), active.getKeyId());
    }
  }

  private void assertDestroys(String keyId) throws Exception {
    try (var keelson = destroy(keyId, "--force")) {
      keelson.await("type " + keyId + " to destroy it for ever:").type(keyId);
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.OK);
      assertThat(keelson.output().lines().filter(line -> line.contains("destroy-kek")))
          .satisfiesExactly(
              begin ->
                  assertThat(begin)
                      .contains("destroy-kek begin key_id=" + keyId)
                      .endsWith("reason=\"" + REASON + "\""),
              end -> assertThat(end).contains("destroy-kek end key_id=" + keyId));
    }
  }

  /// An envelope of a generation that was made just now.
  private static EncryptResponse sealedBy(
      Caller caller, KeelsonProcess daemon, String keyId, int seed) throws Exception {
    daemon.await(keyId, () -> caller.status().getKeyId().equals(keyId));
    return caller.seal(Seeds.marked(seed));
  }

  private void assertRefused(String what, String keyId) throws Exception {
    var before = prod.listed("key_id");
    assertThat(prod.refused(ExitCode.VIOLATION, "destroy", "--force", "--reason", REASON, keyId))
        .contains(what)
        .doesNotContain("destroy-kek");
    assertThat(prod.listed("key_id")).isEqualTo(before);
  }

  private KeelsonProcess destroy(String keyId, String... options) throws Exception {
    return prod.start(
        "destroy",
        Stream.concat(Stream.of(keyId, "--reason", REASON), Stream.of(options))
            .toArray(String[]::new));
  }
}
