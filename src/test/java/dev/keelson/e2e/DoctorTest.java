package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.KeelsonCommand;
import dev.keelson.token.SoftHsm;
import dev.keelson.token.SoftHsmTools;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class DoctorTest {
  @TempDir private Path dir;
  private Site site;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    Files.createDirectory(dir.resolve("state"));
    Files.setPosixFilePermissions(
        dir.resolve("state"), PosixFilePermissions.fromString("rwx------"));
    site.write(site.yaml());
  }

  @Test
  void findsNothingBadOnAGoodSite() throws Exception {
    assertThat(said("bad", ExitCode.OK)).isEmpty();
    assertThat(said("good", ExitCode.OK))
        .anyMatch(seen -> seen.matches(".*keelson.yaml has no faults"))
        .anyMatch(seen -> seen.matches("prod/1/[0-9a-f]{16} \\(active\\) seals and opens, .*"))
        .contains("the token takes it", "no two keys share a number or a CKA_ID")
        .contains("no daemon serves " + site.address() + " now");
  }

  @Test
  void isReadByPeopleInGroupsWithSigns() {
    assertThat(run("doctor", "-c", config()).text())
        .containsSubsequence(
            "Configuration\n  ✓ ", "Host\n", "Token\n  ✓ ", "PIN\n  ✓ ", "Keys\n  ✓ ", " 0 bad");
  }

  @Test
  void tellsThatADaemonServesAndWithWhichKey() throws Exception {
    try (var _ = KeelsonProcess.start("serve", "-c", config()).await("ready socket=")) {
      assertThat(said("bad", ExitCode.OK)).isEmpty();
      assertThat(said("good", ExitCode.OK))
          .contains("a daemon answers on " + site.address() + " as KMS v2 demands")
          .anyMatch(seen -> seen.matches("it seals with prod/1/\\S+, which is the active one .*"));
    }
  }

  /// The line of OpenBao's manual: with OpenSC 0.23 it gives a key that encrypts without a login.
  @Test
  void seesTheKeyThatPkcs11ToolMakesByDefault() throws Exception {
    new SoftHsmTools(SoftHsm.in(dir))
        .pkcs11Tool(
            "keelson",
            "--keygen",
            "--key-type",
            "aes:32",
            "--label",
            "keelson/prod/2/20260601000000");
    assertThat(said("bad", ExitCode.VIOLATION))
        .anyMatch(seen ->
            seen.startsWith("keelson/prod/2/20260601000000: CKA_PRIVATE is false, must be true"))
        .anyMatch(seen -> seen.startsWith("no daemon starts on this keyring: "));
  }

  @Test
  void seesThatTheKeyringHasNoKey() throws Exception {
    site.write(site.yaml().replace("keyring: prod", "keyring: test"));
    assertThat(said("bad", ExitCode.VIOLATION)).containsExactly("keyring 'test' has no key");
  }

  @Test
  void seesAPinThatOthersCanRead() throws Exception {
    Files.setPosixFilePermissions(site.pinFile(), PosixFilePermissions.fromString("r--r-----"));
    assertThat(said("bad", ExitCode.VIOLATION))
        .singleElement()
        .asString()
        .contains("PIN file", "lets others in");
  }

  @Test
  void triesAWrongPinOnceAndThenNames() throws Exception {
    site.writePin("0000");
    assertThat(said("bad", ExitCode.VIOLATION))
        .anyMatch(seen -> seen.contains("refuses the PIN: C_Login returned CKR_PIN_INCORRECT"));
    assertThat(said("bad", ExitCode.VIOLATION))
        .anyMatch(seen -> seen.contains("a wrong user PIN was tried"))
        .anyMatch(seen -> seen.contains("refused this PIN before; it is not tried again"));
  }

  @Test
  void seesATokenThatIsNotThere() throws Exception {
    site.write(site.yaml().replace("label: keelson", "label: another"));
    assertThat(said("bad", ExitCode.VIOLATION))
        .singleElement()
        .asString()
        .startsWith("no token with label 'another'");
  }

  @Test
  void seesDirectoriesThatOthersCanUse() throws Exception {
    Files.setPosixFilePermissions(
        dir.resolve("state"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(site.socketDir(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(said("bad", ExitCode.VIOLATION))
        .containsExactly(
            "state directory " + dir.resolve("state") + " lets others in: rwxr-xr-x",
            "others can write " + site.socketDir() + ", and so replace the socket");
  }

  @Test
  void seesAStoreOfTpmKeysThatOthersCanRead() throws Exception {
    String variable = "  environment:\n    TPM2_PKCS11_STORE: " + dir.resolve("store");
    site.write(site.yaml().replace("  environment:", variable));
    Files.createDirectory(dir.resolve("store"));
    Files.setPosixFilePermissions(
        dir.resolve("store"), PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(said("bad", ExitCode.VIOLATION))
        .containsExactly("the store " + dir.resolve("store") + " lets others in: rwxr-x---");
  }

  @Test
  void givesEveryFaultOfTheConfigurationAndLooksAtNothingElse() throws Exception {
    site.write(site.yaml().replace("keyring: prod", "keyring: PROD").replace("label:", "lable:"));
    assertThat(said("bad", ExitCode.VIOLATION)).hasSize(2);
    assertThat(said("good", ExitCode.VIOLATION)).isEmpty();
  }

  /// What was seen of this mark, in the order of looking.
  private List<String> said(String mark, int exitCode) {
    Run run = run("doctor", "-c", config(), "-o", "json");
    assertThat(run.exitCode()).as(run.text()).isEqualTo(exitCode);
    return JsonMapper.shared()
        .readTree(run.text())
        .valueStream()
        .filter(one -> one.get("mark").asString().equals(mark))
        .map(DoctorTest::seenWithFix)
        .toList();
  }

  /// Only what is good needs no fix.
  private static String seenWithFix(JsonNode finding) {
    assertThat(finding.get("fix").asString().isEmpty())
        .isEqualTo(finding.get("mark").asString().equals("good"));
    return finding.get("seen").asString();
  }

  private String config() {
    return dir.resolve("keelson.yaml").toString();
  }

  private record Run(int exitCode, String text) {}

  private static Run run(String... arguments) {
    var out = new StringWriter();
    int exitCode = KeelsonCommand.commandLine().setOut(new PrintWriter(out)).execute(arguments);
    return new Run(exitCode, out.toString());
  }
}
