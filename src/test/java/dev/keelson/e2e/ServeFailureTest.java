package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.token.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServeFailureTest {
  @TempDir private static Path dir;
  private static Site site;

  @BeforeAll
  static void prepare() throws Exception {
    site = Site.in(dir);
  }

  @Nested
  class Is69SinceTheSameStartMaySucceedLater {
    @Test
    void forAModuleThatIsMissing() throws Exception {
      String yaml = site.yaml().replace(SoftHsm.LIBRARY.toString(), "/nowhere/libhsm.so");
      assertFails(yaml, ExitCode.UNAVAILABLE, "/nowhere/libhsm.so does not exist", "apt-get");
    }

    @Test
    void forASocketThatAnotherProcessServes() throws Exception {
      try (var _ = site.start();
          var caller = Caller.at(site.address())) {
        assertFails(site.yaml(), ExitCode.UNAVAILABLE, "another process serves", "ss -xlp");
        assertThat(caller.status().getHealthz()).isEqualTo("ok");
        Caller.at(site.address()).close();
      }
    }

    @Test
    void forAPathWithAnotherFileWhichStays() throws Exception {
      Path file = Files.writeString(dir.resolve("precious"), "mine");
      String yaml = site.yaml().replace(site.address().toString(), "unix://" + file);
      assertFails(yaml, ExitCode.UNAVAILABLE, "exists and is not a socket", "move it away");
      assertThat(file).hasContent("mine");
    }

    @Test
    void forADirectoryThatIsMissing() throws Exception {
      String yaml = site.yaml().replace("/run/kms.sock", "/walk/kms.sock");
      assertFails(yaml, ExitCode.UNAVAILABLE, dir + "/walk/kms.sock", "install -d");
    }

    @Test
    void forAGroupThatDoesNotExist() throws Exception {
      String yaml = site.yaml() + "  group: no-such-group-here\n";
      assertFails(yaml, ExitCode.UNAVAILABLE, "no group 'no-such-group-here'", "mend socket.group");
      assertThat(site.besideSocket()).doesNotContain("kms.sock");
    }
  }

  @Nested
  class Is78SinceAPersonHasToMendSomethingFirst {
    @Test
    void forAFaultOfTheConfiguration() throws Exception {
      String yaml = site.yaml().replace("label:", "lable:");
      assertMisconfigured(yaml, "keelson.yaml:8: token.lable: unknown key; did you mean 'label'?");
    }

    @Test
    void forASocketPathThatLinuxDoesNotTake() throws Exception {
      String yaml = site.yaml().replace("kms.sock", "k".repeat(100));
      assertMisconfigured(yaml, "socket.address: a socket's path has at most 107 bytes");
    }

    @Test
    void forAKeyringThatTheTokenDoesNotHave() throws Exception {
      String yaml = site.yaml().replace("keyring: prod", "keyring: test");
      assertFails(yaml, ExitCode.CONFIG, "has no key of keyring 'test'", "compare keyring");
    }
  }

  /// A fault of the file has its remedy in its own line.
  private static void assertMisconfigured(String yaml, String fault) throws Exception {
    try (var keelson = KeelsonProcess.start("serve", "-c", site.write(yaml).toString())) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(ExitCode.CONFIG);
      assertThat(keelson.output()).contains(fault).hasLineCount(1);
    }
  }

  private static void assertFails(String yaml, int exitCode, String what, String remedy)
      throws Exception {
    try (var keelson = KeelsonProcess.start("serve", "-c", site.write(yaml).toString())) {
      assertThat(keelson.exitCode()).as(keelson.output()).isEqualTo(exitCode);
      assertThat(keelson.output())
          .contains(what)
          .containsPattern("(?m)^ +do: .*" + remedy)
          .doesNotContain("\tat ", "ready socket=");
    }
  }
}
