package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The life of a keyring, by commands beside a running daemon.
class KekCommandTest {
  private static final Pattern KEY_ID = Pattern.compile("prod/[0-9]+/[0-9a-f]{16}");

  @TempDir private Path dir;
  private Site site;
  private String config;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    config = site.write(site.yaml() + "rotation:\n  poll: 1s\n").toString();
  }

  @Test
  void makesAFirstKeyOnlyWhereThereIsNone() throws Exception {
    assertEnds(ExitCode.CONFIG, "has 1 keys of keyring 'prod' already", "create");
    String other = site.yaml().replace("keyring: prod", "keyring: test");
    config = site.write(other).toString();
    assertEnds(ExitCode.OK, "test/1/", "create");
    site.serve(other).close();
  }

  @Test
  void refusesAnActivationThatSomeDaemonCouldMiss() throws Exception {
    assertEnds(ExitCode.VIOLATION, "do: ", "rotate", "--activate-in", "1s");
    assertThat(keyIds()).hasSize(1);
    assertEnds(ExitCode.OK, "prod/2/", "rotate", "--activate-in", "1s", "--force");
    assertThat(keyIds()).hasSize(2);
  }

  @Test
  void showsTheSameInTextAndJson() throws Exception {
    String keyId = keyIds().getFirst();
    assertEnds(ExitCode.OK, keyId + "  active", "list");
    assertEnds(ExitCode.OK, "\"key_id\":\"" + keyId + "\"", "list", "-o", "json");
    assertEnds(ExitCode.OK, "\"state\":\"active\"", "list", "-o", "json");
  }

  @Test
  void destroysARetiredKeyAndNoOther() throws Exception {
    try (var daemon = KeelsonProcess.start("serve", "-c", config).await("ready socket=");
        var caller = Caller.at(site.address())) {
      var old = caller.seal(Seeds.marked(1));
      assertEnds(ExitCode.OK, "prod/2/", "rotate", "--activate-in", "1s", "--force");
      daemon.await("generation-found");
      while (caller.status().getKeyId().equals(old.getKeyId())) {
        Thread.sleep(50);
      }
      var fresh = caller.seal(Seeds.marked(2));

      assertRefused("is active: only a retired", fresh.getKeyId(), fresh.getKeyId());
      assertRefused("there is no key", "prod/9/0123456789abcdef", "");
      assertRefused("API servers keep its seeds", old.getKeyId(), old.getKeyId());
      assertRefused("something else was typed", old.getKeyId(), "yes", "--force");
      assertThat(caller.open(old)).isEqualTo(Seeds.marked(1));

      var destroyed = destroy(old.getKeyId(), old.getKeyId(), "--force");
      assertThat(destroyed.exitCode()).as(destroyed.output()).isEqualTo(ExitCode.OK);
      assertThat(destroyed.output())
          .contains("destroy-kek begin", "reason=\"test\"", "destroy-kek end");
      assertThat(keyIds()).containsExactly(fresh.getKeyId());
      assertEnds(ExitCode.OK, "not here: generation 1, destroyed or on another token", "list");
      daemon.await("generation-gone key_id=" + old.getKeyId());
      assertThat(Caller.refusal(() -> caller.open(old)).getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(caller.open(fresh)).isEqualTo(Seeds.marked(2));
    }
  }

  private void assertRefused(String what, String keyId, String typed, String... more)
      throws Exception {
    var refused = destroy(keyId, typed, more);
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(ExitCode.VIOLATION);
    assertThat(refused.output()).contains(what).contains("do: ").doesNotContain("destroy-kek");
  }

  private KeelsonProcess destroy(String keyId, String typed, String... more) throws Exception {
    var arguments = List.of("kek", "destroy", "-c", config, "--reason", "test", keyId);
    return KeelsonProcess.start(
            Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new))
        .type(typed);
  }

  private List<String> keyIds() throws Exception {
    try (var list = KeelsonProcess.start("kek", "list", "-c", config)) {
      assertThat(list.exitCode()).as(list.output()).isEqualTo(ExitCode.OK);
      return KEY_ID.matcher(list.output()).results().map(MatchResult::group).toList();
    }
  }

  private void assertEnds(int exitCode, String text, String command, String... more)
      throws Exception {
    var arguments = List.of("kek", command, "-c", config);
    try (var keelson =
        KeelsonProcess.start(
            Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new))) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(exitCode);
      assertThat(keelson.output()).contains(text);
    }
  }
}
