package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.Eventually;
import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SignedLedgerTest {
  private static final List<String> STDOUT_ALONE =
      List.of("sh", "-c", "exec \"$@\" 2>/dev/null", "sh");

  private static final String OFTEN = "ledger:\n  checkpoint-interval: 1s\n";
  private static final String NEVER = "ledger:\n  checkpoint-interval: off\n";

  @TempDir private Path dir;
  private ManagementSite site;

  @BeforeEach
  void prepare() throws Exception {
    site = ManagementSite.in(dir);
  }

  @AfterEach
  void release() {
    site.close();
  }

  @Tag("kms")
  @Test
  void verifiesWithTheKeyOfTheToken() throws Exception {
    try (var _ = site.site().start(site.yaml() + OFTEN);
        var caller = Caller.at(site.site().address())) {
      caller.seal(Seeds.marked(1));
      Eventually.until(() -> Files.exists(checkpoint()));
    }
    String said = verify(0, "--public-key", key(config()).toString());
    assertThat(said).contains(" good signatures").doesNotContain(" 0 good signatures");
  }

  /// What came after the last checkpoint in time is under the one that a stop makes.
  @Tag("kms")
  @Test
  void isSignedOnceMoreAtAStop() throws Exception {
    try (var _ = site.start();
        var caller = Caller.at(site.site().address())) {
      Eventually.until(() -> Files.exists(checkpoint()));
      caller.seal(Seeds.marked(2));
    }
    Path kept = Files.copy(checkpoint(), dir.resolve("kept"));
    List<String> lines = Files.readAllLines(ledgerFile());
    assertThat(lines.get(lines.size() - 2)).contains("\"stop\"");
    Files.write(ledgerFile(), lines.subList(0, lines.size() - 2));
    String said = verify(1, "--checkpoint", kept.toString());
    assertThat(said).contains("the checkpoint " + kept + " knows of " + (lines.size() - 1));
  }

  @Test
  void ofAnotherKeyIsAViolation() throws Exception {
    site.start().close();
    var another = ManagementSite.in(Files.createDirectory(dir.resolve("another")));
    another.start().close();
    Path key = key(dir.resolve("another/keelson.yaml"));
    another.close();
    assertThat(verify(1, "--public-key", key.toString())).contains("no good signature");
  }

  @Test
  void isMissedUntilThereIsAKey() throws Exception {
    site.close();
    Path fresh = Files.createDirectory(dir.resolve("fresh"));
    SoftHsm.in(fresh).withToken("keelson", Instant.parse("2026-01-01T00:00:00Z"), "prod");
    var bare = new Site(fresh);
    bare.writePin(SoftHsm.PIN);
    Files.createDirectory(bare.socketDir());
    site = new ManagementSite(bare, site.engine(), ManagementSite.freePort());
    String yaml = bare.yaml().replace("address: off", "address: \"127.0.0.1:" + site.port() + "\"");
    try (var _ = bare.start(yaml)) {
      Eventually.until(
          () -> site.answers("/livez") && site.metrics().value("keelson_ledger_unsigned") == 1);
      assertThat(site.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(site.get("/status").body())
          .contains("degraded", "'keelson-ledger'", "keelson audit key create --config FILE");
      String config = fresh.resolve("keelson.yaml").toString();
      assertThat(audit(STDOUT_ALONE, 0, "key", "create", "-c", config))
          .startsWith("-----BEGIN PUBLIC KEY-----");
      assertThat(audit(List.of(), ExitCode.CONFIG, "key", "create", "-c", config))
          .contains("already", "do: ");
    }
  }

  @Test
  void isNotMissedWhereItIsOff() throws Exception {
    try (var _ = site.site().start(site.yaml() + NEVER);
        var caller = Caller.at(site.site().address())) {
      caller.seal(Seeds.marked(3));
    }
    assertThat(checkpoint()).doesNotExist();
    assertThat(verify(0)).contains("0 checkpoints compared");
  }

  private Path key(Path config) throws Exception {
    String pem = audit(STDOUT_ALONE, 0, "key", "show", "-c", config.toString());
    return Files.writeString(config.resolveSibling("ledger.pem"), pem);
  }

  private Path config() {
    return dir.resolve("keelson.yaml");
  }

  private Path checkpoint() {
    return dir.resolve("state/ledger/checkpoint");
  }

  private Path ledgerFile() throws IOException {
    try (var files = Files.newDirectoryStream(dir.resolve("state/ledger"), "*.jsonl")) {
      return files.iterator().next();
    }
  }

  private String verify(int exitCode, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify", "-c", config().toString()));
    arguments.addAll(List.of(options));
    return audit(List.of(), exitCode, arguments.toArray(String[]::new));
  }

  private static String audit(List<String> before, int exitCode, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("audit"));
    all.addAll(List.of(arguments));
    try (var audit = KeelsonProcess.start(before, List.of(), all.toArray(String[]::new))) {
      assertThat(audit.exitCode()).as(audit.output()).isEqualTo(exitCode);
      return audit.output();
    }
  }
}
