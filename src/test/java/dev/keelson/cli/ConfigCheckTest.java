package dev.keelson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCheckTest {
  private static final String BAD =
      """
      keyring: PROD
      module:
        path: libhsm.so
      token:
        label: keelson
        pin: 123456
      socket:
        address: unix:///run/keelson/kms.sock
        mode: 0666
      """;

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path bad;

  @BeforeEach
  void write() throws IOException {
    bad = Files.writeString(dir.resolve("bad.yaml"), BAD);
  }

  @Nested
  class Text {
    @Test
    void isOneLineForAGoodFile() {
      assertThat(check("hsm-config/softhsm2.yaml")).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).isEqualTo("hsm-config/softhsm2.yaml: good\n");
    }

    @Test
    void hasALineForEachFaultOfABadOne() {
      assertThat(check(bad.toString())).isEqualTo(ExitCode.CONFIG);
      assertThat(out.toString().lines()).hasSize(4).allMatch(line -> line.startsWith(bad + ":"));
      assertThat(out.toString())
          .contains(":1: keyring: ", ":3: module.path: ", ":6: token.pin: ", ":9: socket.mode: ")
          .doesNotContain("123456");
    }

    @Test
    void saysThatAFileIsMissing() {
      assertThat(check(dir.resolve("none.yaml").toString())).isEqualTo(ExitCode.CONFIG);
      assertThat(out.toString()).contains("there is no such file");
    }
  }

  @Nested
  class Json {
    @Test
    void isGoodAndEmptyForAGoodFile() {
      assertThat(check("hsm-config/softhsm2.yaml", "-o", "json")).isEqualTo(ExitCode.OK);
      JsonNode root = JsonMapper.shared().readTree(out.toString());
      assertThat(root.propertyNames()).containsExactly("good", "faults");
      assertThat(root.get("good").booleanValue()).isTrue();
      assertThat(root.get("faults")).isEmpty();
    }

    @Test
    void hasTheFaultsOfABadOneWithTheirLines() {
      assertThat(check(bad.toString(), "--output", "json")).isEqualTo(ExitCode.CONFIG);
      JsonNode root = JsonMapper.shared().readTree(out.toString());
      assertThat(root.get("good").booleanValue()).isFalse();
      assertThat(root.get("faults")).hasSize(4);
      JsonNode fault = root.get("faults").get(2);
      assertThat(fault.get("line").intValue()).isEqualTo(6);
      assertThat(out.toString()).doesNotContain("123456");
    }
  }

  @Nested
  class Usage {
    @Test
    void wantsAFile() {
      assertThat(check()).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("FILE");
    }

    @Test
    void wantsAFormatThatItKnows() {
      assertThat(check(bad.toString(), "-o", "yaml")).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("output is text or json");
    }

    @Test
    void ofConfigAloneNamesWhatItCanDo() {
      assertThat(run("config")).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("name what to do: check");
    }
  }

  private int check(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "config";
    all[1] = "check";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return run(all);
  }

  private int run(String... arguments) {
    return KeelsonCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
