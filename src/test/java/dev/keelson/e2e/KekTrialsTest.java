package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import dev.keelson.token.SoftHsmTools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `keelson kek verify`, `show`, `retire` and `adopt`, as a security team runs them.
@Timeout(120)
class KekTrialsTest {
  @TempDir private Path dir;
  private Site site;
  private Commands prod;

  @BeforeEach
  void prepare() throws Exception {
    site = Site.in(dir);
    prod = Commands.on(site);
  }

  @Test
  void verifyComparesWithAListOfBefore() throws Exception {
    Path list = dir.resolve("list.json");
    Files.writeString(list, prod.rows("list").toString());
    assertThat(prod.run("verify", "--against", list.toString()))
        .containsPattern("KEY_ID +SEALS_AND_OPENS +FINGERPRINT +AGAINST\\n")
        .containsPattern("prod/1/\\S+ +yes +same +same\\n");
    prod.rotatedNow();
    try (var more = prod.start("verify", "--against", list.toString())) {
      assertThat(more.exitCode()).as(more.output()).isEqualTo(ExitCode.VIOLATION);
      assertThat(more.output()).containsPattern("prod/2/\\S+ +yes +same +not there\\n");
    }
    Files.writeString(list, "[{\"key_id\": \"prod/7/0123456789abcdef\"}]");
    try (var other = prod.start("verify", "--against", list.toString())) {
      assertThat(other.exitCode()).as(other.output()).isEqualTo(ExitCode.VIOLATION);
      assertThat(other.output()).containsPattern("prod/7/\\S+ +not here\\n");
    }
    Files.writeString(list, "{}");
    assertThat(prod.refused(ExitCode.VIOLATION, "verify", "--against", list.toString()))
        .contains("is no list of keys: no key_id is in it");
  }

  @Test
  void showTellsAllOfOneKey() throws Exception {
    String keyId = prod.listed("key_id").getFirst();
    assertThat(prod.run("show", keyId))
        .containsPattern("key_id +" + keyId + "\\n")
        .containsPattern("CKA_NEVER_EXTRACTABLE +true\\n")
        .containsPattern("CKA_WRAP +false\\n")
        .containsPattern("doubts +none\\n");
    assertThat(prod.refused(ExitCode.VIOLATION, "show", "prod/7/0123456789abcdef"))
        .contains("there is no key prod/7/");
  }

  @Test
  void retireLetsThePendingGenerationTakeOverOnARunningDaemon() throws Exception {
    String first = prod.listed("key_id").getFirst();
    assertThat(prod.refused(ExitCode.VIOLATION, "retire", first))
        .contains("no generation is pending that could take over");
    String second = prod.rows("rotate").getFirst().get("key_id").asString();
    assertThat(prod.refused(ExitCode.VIOLATION, "retire", second))
        .contains(second + " is pending: only the active generation can be retired");
    assertThat(prod.refused(ExitCode.VIOLATION, "retire", "--activate-in", "60m", first))
        .contains(second + " takes over at ");
    try (var daemon = prod.serve();
        var caller = Caller.at(site.address())) {
      assertThat(caller.status().getKeyId()).isEqualTo(first);
      var sealed = caller.seal(Seeds.marked(1));
      prod.run("retire", "--activate-in", "2s", first);
      daemon.await(second, () -> caller.status().getKeyId().equals(second));
      assertThat(caller.open(sealed)).isEqualTo(Seeds.marked(1));
    }
    assertThat(prod.listed("state")).containsExactly("retired", "active");
  }

  @Test
  void adoptWantsTheLabelTypedBackAndTakesNoWeakKey() throws Exception {
    var tools = new SoftHsmTools(SoftHsm.in(dir));
    makeKey(tools, "weak");
    assertThat(prod.refused(ExitCode.CONFIG, "adopt", "weak"))
        .contains("key weak on the token", "CKA_PRIVATE is false, must be true");
    makeKey(tools, "strong", "--sensitive", "--private", "--usage-decrypt");
    try (var adopted = prod.start("adopt", "strong").type("weak")) {
      assertThat(adopted.exitCode()).as(adopted.output()).isNotEqualTo(ExitCode.OK);
      assertThat(prod.listed("generation")).containsExactly("1");
    }
  }

  private static void makeKey(SoftHsmTools tools, String label, String... more) throws Exception {
    String[] all = new String[5 + more.length];
    System.arraycopy(
        new String[] {"--keygen", "--key-type", "aes:32", "--label", label}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    tools.pkcs11Tool("keelson", all);
  }
}
