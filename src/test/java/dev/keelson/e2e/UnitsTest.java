package dev.keelson.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.KeelsonCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `systemd/` has for the service manager of a host.
@Timeout(60)
class UnitsTest {
  private static final String SERVICE = "keelson.service";
  private static final String KEEPER = "keelson-cert@.service";

  @TempDir private Path dir;

  @Test
  void systemdFindsNothingWrongWithThem() throws Exception {
    var said =
        Units.in(dir)
            .verify(
                SERVICE,
                "keelson.socket",
                "keelson-issuer.socket",
                "keelson-cert@apiserver.service");
    assertThat(said).isEqualTo(new Units.Said(0, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpm.conf", "network-hsm.conf", "metrics.conf", "callers.conf"})
  void norWithADropIn(String dropIn) throws Exception {
    assertThat(Units.in(dir, dropIn).verify(SERVICE)).isEqualTo(new Units.Said(0, ""));
  }

  @Test
  void systemdWouldFindAFault() throws Exception {
    Units units = Units.in(dir);
    Files.writeString(
        units.unit(SERVICE),
        Files.readString(units.unit(SERVICE)).replace("RestartSec=1", "RestartSecs=1"));
    assertThat(units.verify(SERVICE).text()).contains("'RestartSecs'");
  }

  /// In tenths of the exposure level: what a unit may do that a better one may not.
  @ParameterizedTest
  @CsvSource({
    "none, 4",
    "tpm.conf, 7",
    "network-hsm.conf, 13",
    "metrics.conf, 13",
    "callers.conf, 7"
  })
  void theDaemonMayDoHardlyAnything(String dropIn, int threshold) throws Exception {
    Units units = dropIn.equals("none") ? Units.in(dir) : Units.in(dir, dropIn);
    assertThat(units.security(SERVICE, threshold).code()).isZero();
  }

  @Test
  void aBroaderUnitIsMeasuredAsSuch() throws Exception {
    assertThat(Units.in(dir, "network-hsm.conf").security(SERVICE, 4).code()).isNotZero();
  }

  @Test
  void theKeeperOfACertificateMayWriteFilesOfOthersAndCallEtcd() throws Exception {
    assertThat(Units.in(dir).security(KEEPER, 25).code()).isZero();
  }

  @Test
  void eachDropInIsForOneUseAndIsTested() throws Exception {
    assertThat(Units.files(Units.SOURCE.resolve("drop-in")))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("tpm.conf", "network-hsm.conf", "metrics.conf", "callers.conf");
  }

  @Nested
  class TheDaemon {
    @Test
    void isStartedByACommandOfKeelson() throws Exception {
      assertParses(Units.arguments(SERVICE));
    }

    @Test
    void isReloadedOnlyWithAFileThatKeelsonFindsGood() throws Exception {
      List<String> check = Units.arguments(SERVICE, "ExecReload");
      assertParses(check);
      assertThat(check).startsWith("config", "check").endsWith(Units.arguments(SERVICE).getLast());
      assertThat(Units.values(SERVICE, "ExecReload").getLast()).contains("kill -HUP $MAINPID");
    }

    @Test
    void isStartedAgainUnlessAPersonIsWanted() throws Exception {
      assertThat(Units.values(SERVICE, "RestartPreventExitStatus"))
          .containsExactly(ExitCode.USAGE + " " + ExitCode.PIN + " " + ExitCode.CONFIG);
      assertThat(Units.values(SERVICE, "Restart")).containsExactly("always");
    }

    /// Each of these would stop it on a host, and no verdict of systemd's says so.
    @ParameterizedTest
    @ValueSource(strings = {"ProtectProc", "ProcSubset", "MemoryDenyWriteExecute"})
    void isNotLockedOutOfWhatItNeeds(String key) throws Exception {
      assertThat(Units.values(SERVICE, key)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"keelson.socket, kms.sock", "keelson-issuer.socket, issuer.sock"})
    void isHandedTheSocketsOfTheSampleConfiguration(String unit, String socket) throws Exception {
      assertThat(Units.values(unit, "Service")).containsExactly(SERVICE);
      String path = Units.values(unit, "ListenStream").getFirst();
      assertThat(path).endsWith("/" + socket);
      assertThat(Files.readString(Path.of("hsm-config", "softhsm2.yaml")))
          .contains("address: unix://" + path + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LimitCORE", "MemorySwapMax"})
    void leavesNoneOfItsMemoryOnADisk(String limit) throws Exception {
      assertThat(Units.values(SERVICE, limit)).containsExactly("0");
    }

    @Test
    void leavesTheSocketsToTheNextOne() throws Exception {
      assertThat(Units.values(SERVICE, "RuntimeDirectoryPreserve")).containsExactly("yes");
    }
  }

  @Nested
  class TheKeeper {
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^# +ARGUMENTS=(.+)$");

    @Test
    void isStartedByACommandOfKeelsonWithTheArgumentsOfItsFile() throws Exception {
      List<String> words = new ArrayList<>(Units.arguments(KEEPER));
      assertThat(words.removeLast()).isEqualTo("$ARGUMENTS"); // without braces: split into words
      String unit = Files.readString(Units.SOURCE.resolve(KEEPER));
      List<MatchResult> examples = EXAMPLE.matcher(unit).results().toList();
      assertThat(examples).hasSize(1);
      words.addAll(List.of(examples.getFirst().group(1).split(" ")));
      assertParses(words);
    }
  }

  @Test
  void userAndDirectoriesAreMadeByWhatSystemdHasForThat() throws Exception {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("only root can give a directory away: run the tests as root")
        .isEqualTo(0);
    Units units = Units.in(dir);
    Path root = dir.resolve("root");
    Files.createDirectories(root.resolve("etc"));
    for (String tool : List.of("sysusers", "tmpfiles")) {
      Path file = Units.SOURCE.resolve(tool + ".d").resolve("keelson.conf").toAbsolutePath();
      List<String> command =
          new ArrayList<>(List.of("systemd-" + tool, "--root=" + root, file.toString()));
      if (tool.equals("tmpfiles")) {
        command.add(1, "--create");
      }
      Units.Said said = units.run(command);
      assertThat(said.code()).as(said.text()).isZero();
    }
    assertThat(Files.readString(root.resolve("etc/passwd"))).contains("keelson:x:");
    assertThat(root.resolve("run/keelson")).isDirectory();
    assertThat(root.resolve("etc/keelson/cert")).isDirectory();
  }

  private static void assertParses(List<String> words) {
    assertThatCode(() -> KeelsonCommand.commandLine().parseArgs(words.toArray(String[]::new)))
        .doesNotThrowAnyException();
  }
}
