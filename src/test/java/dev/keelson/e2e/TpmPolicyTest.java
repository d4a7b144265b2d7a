package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the TPM itself refuses to root on a node, who has its PIN, the key's blobs and tpm2-tools.
///
/// Each try ends at TPM2_Duplicate and nowhere before; the first shows that it can succeed.
@Timeout(180)
class TpmPolicyTest {
  private static final String POLICY = "a policy check failed";

  @TempDir private static Path dir;
  private static TpmNode a;
  private static TpmNode b;

  @BeforeAll
  static void prepare() throws Exception {
    a = TpmNode.in(dir.resolve("a"));
    b = TpmNode.in(dir.resolve("b"));
    Signers signers = Signers.in(dir);
    a.does("create", "--authority", signers.authority());
    a.tpm()
        .ptool(
            "export",
            "--id",
            "1",
            "--userpin",
            SoftHsm.PIN,
            "--output-prefix",
            dir.resolve("key").toString());
    parentOf(b, "b");
    parentOf(a, "own");
    JsonNode approval =
        JsonMapper.shared()
            .readTree(Files.readString(signers.approves(b, dir.resolve("b.approval"))));
    String rs = approval.get("signature").asString();
    String tss = "0018000b0020" + rs.substring(0, 64) + "0020" + rs.substring(64);
    Files.write(dir.resolve("b.tss"), HexFormat.of().parseHex(tss));
    Files.copy(signers.authority(), dir.resolve("b.pem"));
  }

  @AfterAll
  static void close() {
    a.close();
    b.close();
  }

  private static void parentOf(TpmNode node, String base) throws Exception {
    node.tpm()
        .tool(
            "tpm2_readpublic",
            "-c",
            "0x81000001",
            "-o",
            dir.resolve(base + ".pub").toString(),
            "-n",
            dir.resolve(base + ".name").toString());
  }

  /// An authority of root's own, or the real one, that approves whatever has this name.
  private static void approver(String base, Path key) throws Exception {
    Files.copy(key, dir.resolve(base + ".key"));
    var openssl =
        new ProcessBuilder(
                "openssl",
                "pkey",
                "-in",
                key.toString(),
                "-pubout",
                "-out",
                dir.resolve(base + ".pem").toString())
            .start();
    assertThat(openssl.waitFor()).isZero();
  }

  private static void tries(String policy, String newParent, String innerWrap) throws Exception {
    String said =
        a.tpm()
            .tool(
                "bash",
                Path.of("src/test/resources/tpm/duplicate-as-root.sh").toAbsolutePath().toString(),
                dir.toString(),
                policy,
                newParent,
                innerWrap);
    assertThat(said).contains("everything before is in order");
  }

  private static void assertRefused(String why, String policy, String newParent, String innerWrap) {
    assertThat(catchThrowable(() -> tries(policy, newParent, innerWrap)))
        .hasMessageContaining("everything before is in order")
        .hasMessageContaining("Esys_Duplicate")
        .hasMessageContaining(why);
  }

  @Test
  void letsTheKeyGoToTheApprovedParent() throws Exception {
    tries("b", "b", "aes");
  }

  @Test
  void keepsItFromAnotherParentThanTheApprovedOne() {
    assertRefused(POLICY, "b", "own", "aes");
  }

  @Test
  void keepsItFromAParentThatNobodyApproved() {
    assertRefused(POLICY, "bare", "own", "aes");
  }

  @Test
  void keepsItFromAParentThatAnotherAuthorityApproved() throws Exception {
    var others = Signers.in(Files.createDirectory(dir.resolve("others")));
    approver("own", others.key());
    assertRefused(POLICY, "own", "own", "aes");
  }

  @Test
  void keepsItFromGoingWithoutAnInnerWrap() {
    assertRefused("unsupported symmetric algorithm", "b", "b", "null");
  }

  /// Not even the authority can have it in clear; the name of no parent is its handle.
  @Test
  void keepsItFromGoingToNoParentEvenIfThatIsApproved() throws Exception {
    Files.write(dir.resolve("nobody.name"), HexFormat.of().parseHex("40000007"));
    approver("nobody", dir.resolve("authority.pem"));
    assertRefused("hierarchy is not enabled or is not correct", "nobody", "null", "aes");
  }

  /// Every user of the host can read arguments. tpm2_ptool itself would show what its unseal takes.
  @Test
  void showsNobodyAPinOrAnAuthValue() throws Exception {
    Path spies = Files.createDirectory(dir.resolve("spies"));
    Path seen = dir.resolve("arguments");
    for (String tool : List.of("load", "unseal", "create", "import", "changeauth")) {
      Path spy = spies.resolve("tpm2_" + tool);
      String log = "echo \"$0 $@\" >> " + seen;
      Files.writeString(spy, "#!/bin/sh\n" + log + "\nexec /usr/bin/tpm2_" + tool + " \"$@\"\n");
      Files.setPosixFilePermissions(spy, PosixFilePermissions.fromString("rwx------"));
    }
    List<String> watched = List.of("env", "PATH=" + spies + ":" + System.getenv("PATH"));
    b.ended(watched, ExitCode.OK, "create", "--authority", dir.resolve("authority.pub"));
    assertThat(Files.readAllLines(seen))
        .anyMatch(line -> line.matches(".*/tpm2_unseal -c \\S+ -p file:-"))
        .noneMatch(line -> line.matches(".* -p (?!file:-$).*"))
        .noneMatch(line -> line.contains(SoftHsm.PIN));
  }

  /// The TPM takes a key in only with the public area that it left with.
  @Test
  void refusesACopyWhosePolicyWasTakenAway() throws Exception {
    tries("b", "b", "aes");
    byte[] area = Files.readAllBytes(dir.resolve("key.pub"));
    area[12] ^= 1; // in the policy
    Files.write(dir.resolve("free.pub"), area);
    assertThat(catchThrowable(() -> takesIn("free.pub"))).hasMessageContaining("integrity check");
    takesIn("key.pub");
  }

  private static void takesIn(String area) throws Exception {
    b.tpm()
        .tool(
            "tpm2_import",
            "-C",
            "0x81000001",
            "-u",
            dir.resolve(area).toString(),
            "-i",
            dir.resolve("copy").toString(),
            "-s",
            dir.resolve("seed").toString(),
            "-k",
            dir.resolve("inner.key").toString(),
            "-r",
            dir.resolve("taken.priv").toString());
  }
}
