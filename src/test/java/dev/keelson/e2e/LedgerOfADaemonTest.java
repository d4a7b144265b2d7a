package dev.keelson.e2e;

import static dev.keelson.e2e.Caller.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.kms.v2.EncryptResponse;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class LedgerOfADaemonTest {
  private static final String REQUIRE =
      """
      ledger:
        mode: require
      """;

  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Tag("kms")
  @Test
  void tellsOfEveryUseOfTheKeyAndWhoMadeIt() throws Exception {
    EncryptResponse sealed;
    try (var _ = site.start(site.yaml() + REQUIRE);
        var caller = Caller.at(site.address())) {
      sealed = caller.seal(Seeds.marked(1));
      caller.open(sealed);
      refusal(
          () -> caller.open(Caller.opening(sealed).setKeyId("prod/9/0123456789abcdef").build()));
    }
    assertThat(entries())
        .extracting(entry -> entry.get("deed").asString())
        .containsSubsequence("start", "login", "encrypt", "decrypt", "stop");
    JsonNode encrypt = only("encrypt");
    assertThat(encrypt.toString())
        .contains(Caller.UID, sealed.getKeyId(), "\"peer_pid\":" + ProcessHandle.current().pid());
    assertThat(entries().toString()).contains("unknown-key");
    assertVerifies();
  }

  @Tag("kms")
  @Test
  void keepsNoSeed() throws Exception {
    try (var _ = site.start();
        var caller = Caller.at(site.address())) {
      caller.open(caller.seal(Seeds.marked(2)));
    }
    String ledger = String.join("\n", lines());
    assertThat(ledger).contains("\"encrypt\"");
    Seeds.printed(Seeds.marked(2)).forEach(form -> assertThat(ledger).doesNotContain(form));
  }

  @Tag("kms")
  @Test
  void isWaitedForByAnEncryptThatRequiresItAndNeverByADecrypt() throws Exception {
    try (var _ = site.start(site.yaml() + REQUIRE);
        var caller = Caller.at(site.address())) {
      EncryptResponse sealed = caller.seal(Seeds.marked(3));
      Files.move(ledger(), dir.resolve("taken-away"));
      Files.writeString(ledger(), "in the way");
      Status refused = refusal(() -> caller.seal(Seeds.marked(4)));
      assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refused.getDescription()).startsWith("the ledger takes no entry: ");
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(3));
      assertThat(caller.status().getHealthz()).isEqualTo("ok");
    }
  }

  @Tag("kms")
  @Test
  void doesNotHoldUpAnEncryptOtherwise() throws Exception {
    Files.createDirectories(ledger().getParent());
    Files.writeString(ledger(), "in the way");
    try (var _ = site.start();
        var caller = Caller.at(site.address())) {
      assertThat(caller.open(caller.seal(Seeds.marked(5)))).isEqualTo(Seeds.marked(5));
    }
  }

  @Test
  void tellsWhatAnAdministratorDid() throws Exception {
    var commands = Commands.on(site);
    commands.run("rotate", "--activate-in", "2s");
    JsonNode rotate = only("rotate");
    assertThat(rotate.toString()).contains("prod/2/", "keelson/prod/2/");
    assertVerifies();
  }

  @Test
  void tellsOfADestroyedKeyWithItsReason() throws Exception {
    var commands = Commands.on(site);
    commands.run("rotate", "--activate-in", "2s");
    String first = commands.rows("list").getFirst().get("key_id").asString();
    Thread.sleep(2_500);
    try (var destroy =
        commands.start("destroy", "--force", "--reason", "cryptoperiod over", first)) {
      assertThat(destroy.type(first).exitCode()).as(destroy.output()).isEqualTo(ExitCode.OK);
    }
    assertThat(only("destroy").toString()).contains(first, "cryptoperiod over");
    assertVerifies();
  }

  private Path ledger() {
    return dir.resolve("state/ledger");
  }

  private List<String> lines() throws IOException {
    try (Stream<Path> files = Files.list(ledger())) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .flatMap(LedgerOfADaemonTest::linesOf)
          .toList();
    }
  }

  private static Stream<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<JsonNode> entries() throws IOException {
    return lines().stream().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  private JsonNode only(String deed) throws IOException {
    List<JsonNode> found =
        entries().stream().filter(entry -> entry.get("deed").asString().equals(deed)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private void assertVerifies() throws Exception {
    try (var audit = KeelsonProcess.start("audit", "verify", "--dir", ledger().toString())) {
      assertThat(audit.exitCode()).as(audit.output()).isEqualTo(ExitCode.OK);
    }
  }
}
