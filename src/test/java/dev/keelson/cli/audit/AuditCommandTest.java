package dev.keelson.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.KeelsonCommand;
import dev.keelson.ledger.LedgerFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class AuditCommandTest {
  private static final String GOLDEN = "src/test/resources/ledgers/v1";

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path ledger;

  @BeforeEach
  void write() throws Exception {
    ledger = LedgerFixture.write(dir, 12);
  }

  private int audit(String... arguments) {
    return KeelsonCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(Stream.concat(Stream.of("audit"), Stream.of(arguments)).toArray(String[]::new));
  }

  private List<JsonNode> json() {
    return out.toString().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  @Nested
  class Verify {
    @Test
    void isGoodForAnUntouchedLedger() {
      assertThat(audit("verify", "--dir", ledger.toString())).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).startsWith("entries 1 to 12: good; 0 checkpoints compared, no si");
    }

    @Test
    void verifiesCheckpointsWithAKey() {
      assertThat(audit("verify", "--dir", GOLDEN, "--public-key", GOLDEN + "/ledger.pem"))
          .isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("2 checkpoints compared, 2 good signatures");
    }

    @Test
    void namesTheLineOfAViolation() throws Exception {
      Path file = ledger.resolve("ledger-0000000000000000001.jsonl");
      LedgerFixture.edit(file, lines -> lines.subList(1, lines.size()));
      assertThat(audit("verify", "--dir", ledger.toString(), "-o", "json"))
          .isEqualTo(ExitCode.VIOLATION);
      JsonNode report = json().getFirst();
      assertThat(report.get("good").asBoolean()).isFalse();
      JsonNode violation = report.get("violations").get(1);
      assertThat(violation.get("file").asString()).isEqualTo("ledger-0000000000000000001.jsonl");
      assertThat(violation.get("line").asInt()).isEqualTo(1);
      assertThat(violation.get("what").asString()).isEqualTo("before it, entry 1 is missing");
    }

    @Test
    void refusesArgumentsThatAreNone() throws Exception {
      assertThat(audit("verify")).isEqualTo(ExitCode.USAGE);
      assertThat(audit("verify", "--dir", GOLDEN, "--from", "3", "--to", "2"))
          .isEqualTo(ExitCode.USAGE);
      Path noKey = Files.writeString(dir.resolve("no.pem"), "hello");
      assertThat(audit("verify", "--dir", GOLDEN, "--public-key", noKey.toString()))
          .isEqualTo(ExitCode.USAGE);
      assertThat(audit("verify", "--dir", dir.resolve("none").toString()))
          .isEqualTo(ExitCode.VIOLATION);
      assertThat(err.toString()).contains("there is no ledger in ");
    }

    @Test
    void findsTheLedgerByTheConfiguration() throws Exception {
      String softHsm = Files.readString(Path.of("hsm-config/softhsm2.yaml"));
      String config = softHsm.replaceAll("(?m)^state-dir:.*\n", "") + "\nstate-dir: " + dir + "\n";
      Path file = Files.writeString(dir.resolve("keelson.yaml"), config);
      assertThat(audit("verify", "--config", file.toString())).as(err.toString()).isZero();
      assertThat(out.toString()).contains("entries 1 to 12");
    }
  }

  @Nested
  class Tail {
    @Test
    void showsTheLastEntriesForPeople() {
      assertThat(audit("tail", "--dir", ledger.toString(), "-n", "2")).isEqualTo(ExitCode.OK);
      assertThat(out.toString().lines()).hasSize(2);
      assertThat(out.toString())
          .startsWith(
              "11  2026-11-01T12:00:00.250Z  encrypt  ok  prod-7-0123456789abcdef  by uid 0")
          .contains("12  2026-11-01T12:00:00.250Z  rotate  ok", "reason=cryptoperiod över");
    }

    @Test
    void printsTheVeryLinesAsJson() throws Exception {
      assertThat(audit("tail", "--dir", GOLDEN, "-n", "99", "-o", "json")).isZero();
      assertThat(json()).hasSize(8);
      Path first = Path.of(GOLDEN, "ledger-0000000000000000001.jsonl");
      assertThat(out.toString()).startsWith(Files.readString(first));
    }

    @Test
    void followsWhatIsWritten() throws Exception {
      Thread tail =
          Thread.ofPlatform()
              .start(() -> audit("tail", "--dir", ledger.toString(), "-n", "0", "--follow"));
      Thread.sleep(500);
      LedgerFixture.write(dir, 3);
      while (out.toString().lines().count() < 3) {
        Thread.sleep(20);
      }
      tail.interrupt();
      tail.join();
      assertThat(out.toString().lines().map(line -> line.split(" ", 2)[0]))
          .containsExactly("13", "14", "15");
    }
  }

  @Nested
  class Search {
    private List<Integer> found(String... options) {
      String[] all =
          Stream.concat(
                  Stream.of("search", "--dir", ledger.toString(), "-o", "json"), Stream.of(options))
              .toArray(String[]::new);
      out.getBuffer().setLength(0);
      assertThat(audit(all)).as(err.toString()).isZero();
      return json().stream().map(line -> line.get("seq").asInt()).toList();
    }

    @Test
    void takesWhatFitsEveryOption() {
      assertThat(found()).hasSize(12);
      assertThat(found("--deed", "rotate")).containsExactly(4, 8, 12);
      assertThat(found("--deed", "rotate,encrypt")).hasSize(12);
      assertThat(found("--uid", "call-3")).containsExactly(3);
      assertThat(found("--uid", "0")).hasSize(9);
      assertThat(found("--key-id", "prod-7", "--deed", "rotate", "--result", "ok")).hasSize(3);
      assertThat(found("--key-id", "prod-8")).isEmpty();
      assertThat(found("--result", "denied")).isEmpty();
      assertThat(found("--since", "2026-11-01", "--until", "2026-11-02")).hasSize(12);
      assertThat(found("--since", "2026-11-01T12:00:01Z")).isEmpty();
      assertThat(found("--until", "2026-11-01T12:00:00.250Z")).isEmpty();
    }

    @Test
    void namesTheWordsThatThereAre() {
      assertThat(audit("search", "--dir", ledger.toString(), "--deed", "dance"))
          .isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("'dance' is none of start, stop, configure, login");
      assertThat(audit("search", "--dir", ledger.toString(), "--since", "noon"))
          .isEqualTo(ExitCode.USAGE);
    }
  }
}
