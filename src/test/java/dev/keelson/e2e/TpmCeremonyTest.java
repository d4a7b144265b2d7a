package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The ceremony by which one key comes into several TPMs, by the commands that people type.
@Timeout(300)
class TpmCeremonyTest {
  @TempDir private static Path dir;
  private static TpmNode a;
  private static TpmNode b;
  private static Signers signers;

  @BeforeAll
  static void prepare() throws Exception {
    a = TpmNode.in(dir.resolve("a"));
    b = TpmNode.in(dir.resolve("b"));
    signers = Signers.in(dir);
  }

  @AfterAll
  static void close() {
    a.close();
    b.close();
  }

  /// The third gets it from the second, as when the first has burnt down.
  @Test
  void bringsOneKeyIntoThreeTpms() throws Exception {
    try (var c = TpmNode.in(dir.resolve("c"))) {
      String made = a.does("create", "--authority", signers.authority());
      String label = label(made);
      Path forB = signers.approves(b, dir.resolve("b.approval"));
      Path forC = signers.approves(c, dir.resolve("c.approval"));
      String inB = brings(a, b, forB, "b.key");
      String inC = brings(b, c, forC, "c.key");
      assertThat(List.of(inB, inC)).containsOnly(made);
      assertThat(a.leftovers() + b.leftovers() + c.leftovers()).isEmpty();
      assertThat(List.of(b.mac(made), c.mac(made))).containsOnly(a.mac(made)).hasSize(2);
      assertOpenEachOthersEnvelopes(a, b);
      assertThat(told(a)).contains("create", "duplicate");
      assertThat(told(b)).contains("adopt", "duplicate");
      assertThat(b.refuses("import", "--authority", signers.authority(), "--from", key("b.key")))
          .contains("has the label " + label + " already");
      assertThat(c.refuses("import", "--authority", signers.authority(), "--from", key("b.key")))
          .contains("was made for another TPM");
    }
  }

  private static void assertOpenEachOthersEnvelopes(TpmNode one, TpmNode other) throws Exception {
    try (var _ = one.serve();
        var _ = other.serve();
        var here = Caller.at(one.address());
        var there = Caller.at(other.address())) {
      assertThat(here.status().getKeyId()).isEqualTo(there.status().getKeyId());
      assertThat(there.open(here.seal(Seeds.marked(1)))).isEqualTo(Seeds.marked(1));
      assertThat(here.open(there.seal(Seeds.marked(2)))).isEqualTo(Seeds.marked(2));
    }
  }

  private static Path key(String name) {
    return dir.resolve(name);
  }

  private static String brings(TpmNode from, TpmNode to, Path approval, String file)
      throws Exception {
    from.does(
        "duplicate",
        "--authority",
        signers.authority(),
        "--approval",
        approval,
        "--generation",
        1,
        "--out",
        key(file));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key(file))))
        .isEqualTo("rw-------");
    return to.does("import", "--authority", signers.authority(), "--from", key(file));
  }

  private static String label(String made) {
    assertThat(made).startsWith("keelson/prod/1/");
    return made.lines().findFirst().orElseThrow();
  }

  /// The deeds in a node's ledger.
  private static List<String> told(TpmNode node) throws Exception {
    Path file = node.state().resolve("ledger");
    try (var files = Files.walk(file)) {
      StringBuilder all = new StringBuilder();
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(one));
      }
      return Pattern.compile("\"deed\":\"([a-z]+)\"")
          .matcher(all)
          .results()
          .map(found -> found.group(1))
          .toList();
    }
  }

  @Test
  void refusesToApproveATpmOfAnotherName() throws Exception {
    Path parent = dir.resolve("named.parent");
    b.does("parent", "--out", parent);
    Path out = dir.resolve("named.approval");
    String told = signers.approve(ExitCode.VIOLATION, parent, "000b" + "00".repeat(32), out);
    assertThat(told).contains("has another name", "do: ");
    assertThat(out).doesNotExist();
  }

  @Test
  void opensAnEncryptedKeyOfTheAuthority() throws Exception {
    var careful = new Signers(Files.createDirectory(dir.resolve("careful")));
    Path passphrase = Files.writeString(careful.dir().resolve("phrase"), "correct horse\n");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("r--------"));
    careful.openssl(
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-aes256",
        "-pass",
        "file:" + passphrase,
        "-out",
        "%key");
    careful.openssl(
        "pkey", "-in", "%key", "-passin", "file:" + passphrase, "-pubout", "-out", "%pub");
    Path parent = careful.dir().resolve("b.parent");
    String name = Signers.name(b.does("parent", "--out", parent));
    Path out = careful.dir().resolve("b.approval");
    String[] option = {"--passphrase-file", passphrase.toString()};
    careful.approve(ExitCode.OK, parent, name, out, option);
    assertThat(out).exists();
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(passphrase, "wrong\n");
    Path never = careful.dir().resolve("never");
    assertThat(careful.approve(ExitCode.VIOLATION, parent, name, never, option))
        .contains("does not open", "check the passphrase");
  }

  @Test
  void refusesAStoreThatOthersCanRead() throws Exception {
    Files.setPosixFilePermissions(b.tpm().store(), PosixFilePermissions.fromString("rwxr-x---"));
    try {
      assertThat(b.refuses("parent", "--out", dir.resolve("open.parent")))
          .contains("lets others in", "chmod 0700 " + b.tpm().store());
    } finally {
      Files.setPosixFilePermissions(b.tpm().store(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void triesAWrongPinOnce() throws Exception {
    b.writePin("0000");
    try {
      b.ends(ExitCode.PIN, "create", "--authority", signers.authority());
      assertThat(b.ends(ExitCode.PIN, "create", "--authority", signers.authority()))
          .contains("refused");
    } finally {
      b.writePin(SoftHsm.PIN);
      b.tpm().tool("tpm2_dictionarylockout", "-c");
    }
  }
}
