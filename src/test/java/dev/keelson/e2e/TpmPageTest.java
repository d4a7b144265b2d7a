package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.token.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `docs/tpm.md`, typed as it stands: each block on the host that it names, in the page's order.
@Timeout(300)
class TpmPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash (\\w+)\\n(.+?)^```$");

  @TempDir private Path dir;

  private record Block(String host, String script) {}

  private static List<Block> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("docs", "tpm.md")))
        .results()
        .map(found -> new Block(found.group(1), found.group(2)))
        .toList();
  }

  @Test
  void bringsAKeyFromOneNodeToAnother() throws Exception {
    ownersFile("pin", SoftHsm.PIN);
    ownersFile("so-pin", SoftHsm.SO_PIN);
    ownersFile("phrase", "correct horse");
    try (var a = TpmNode.blank(dir.resolve("a"));
        var b = TpmNode.in(dir.resolve("b"))) {
      writeLauncher(a);
      writeLauncher(b);
      String said = typed(Map.of("a", a, "b", b, "offline", a));
      var made = Pattern.compile("keelson/prod/1/[0-9]{14}\nname \\w+").matcher(said);
      assertThat(made.find()).as(said).isTrue();
      assertThat(a.mac(made.group())).isEqualTo(b.mac(made.group()));
    }
  }

  private String typed(Map<String, TpmNode> hosts) throws Exception {
    StringBuilder said = new StringBuilder();
    for (Block block : blocks()) {
      if (block.host().equals("hardware")) {
        assertThat(new ProcessBuilder("bash", "-n", "-c", block.script()).start().waitFor())
            .isZero();
        continue;
      }
      TpmNode host = hosts.get(block.host());
      assertThat(host).as(block.host()).isNotNull();
      String name = said.indexOf("name ") < 0 ? "" : Signers.name(said.toString());
      String tcti = block.host().equals("offline") ? "none" : host.tpm().tcti();
      String script =
          block
              .script()
              .replace("/etc/keelson/keelson.yaml", host.config().toString())
              .replace("/var/lib/keelson/tpm2-pkcs11", host.tpm().store().toString())
              .replace("device:/dev/tpmrm0", tcti)
              .replace("000b...", name);
      String before = "cd " + dir + "; export TPM2TOOLS_TCTI=" + tcti + "\n";
      said.append(host.tpm().tool("bash", "-euc", before + script));
    }
    return said.toString();
  }

  private void ownersFile(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text + "\n");
    Files.setPosixFilePermissions(dir.resolve(name), PosixFilePermissions.fromString("r--------"));
  }

  /// Where [dev.keelson.token.SwTpm] looks for programs first.
  private static void writeLauncher(TpmNode node) throws IOException {
    Path launcher = node.dir().resolve("shims").resolve("keelson");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec "
            + java
            + " --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -Xmx128m -cp '"
            + System.getProperty("java.class.path")
            + "' dev.keelson.Main \"$@\"\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void saysOnWhichHostEachCommandIsTyped() throws Exception {
    String page = Files.readString(Path.of("docs", "tpm.md"));
    assertThat(page.lines().filter(line -> line.startsWith("```bash"))).hasSize(blocks().size());
    assertThat(blocks()).hasSizeGreaterThan(10);
  }
}
