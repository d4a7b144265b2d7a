package dev.keelson.cli.doctor.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.cli.ExitCode;
import dev.keelson.cli.KeelsonCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DoctorEtcdCommandTest {
  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();

  private int run(String... options) throws Exception {
    Path args = Files.writeString(dir.resolve("etcd.env"), "ETCD_DATA_DIR=" + dir + "\n");
    var command = KeelsonCommand.commandLine().setOut(new PrintWriter(out));
    return command
        .setErr(new PrintWriter(out))
        .execute(
            Stream.concat(Stream.of("doctor", "etcd", "--etcd-args=" + args), Stream.of(options))
                .toArray(String[]::new));
  }

  @Test
  void tellsProgramsWhatIsBadAndHowToMendIt() throws Exception {
    assertThat(run("-o", "json", "--apiserver-manifest=" + dir.resolve("none")))
        .isEqualTo(ExitCode.VIOLATION);
    assertThat(JsonMapper.shared().readTree(out.toString()).valueStream())
        .filteredOn(one -> one.path("mark").asString().equals("bad"))
        .extracting(one -> one.path("fix").asString())
        .contains("--client-cert-auth=true --trusted-ca-file=FILE")
        .doesNotContain("");
  }

  @Test
  void takesNoVersionThatIsNone() throws Exception {
    assertThat(run("--etcd-version=newest")).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).contains("'newest' is no release of etcd");
  }
}
