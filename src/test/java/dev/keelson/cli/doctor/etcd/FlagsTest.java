package dev.keelson.cli.doctor.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlagsTest {
  @Nested
  class OfACommandLine {
    @Test
    void areReadInAllShapes() {
      var flags =
          Flags.ofWords(
              List.of("etcd", "--a=1", "--b", "2", "-c", "--d", "--e=", "--f=x=y", "--a=3"));
      assertThat(flags.values())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of("a", "3", "b", "2", "c", "true", "d", "true", "e", "", "f", "x=y"));
      assertThat(flags.on("c")).isTrue();
      assertThat(flags.has("e")).isFalse();
    }

    @Test
    void winOverVariables() {
      var variables =
          Flags.ofEnvironment(Map.of("ETCD_CERT_FILE", "/v", "ETCD_NAME", "n", "PASSWORD", "p"));
      assertThat(Flags.ofWords(List.of("--cert-file=/f")).over(variables).values())
          .containsExactlyInAnyOrderEntriesOf(Map.of("cert-file", "/f", "name", "n"));
    }

    @Test
    void areOffOnlyWhenTheySaySo() {
      var flags = Flags.ofWords(List.of("--x=false", "--y=F", "--z"));
      assertThat(List.of("x", "y", "z", "none")).filteredOn(flags::off).containsExactly("x", "y");
    }
  }

  @Nested
  class OfAFile {
    @TempDir private Path dir;

    private Flags read(String text) throws Exception {
      return new ArgsFile(Files.writeString(dir.resolve("args"), text)).read().flags();
    }

    @Test
    void standOnLines() throws Exception {
      assertThat(read("# of etcd\n--cert-file=/a b\n--name cp1\n--client-cert-auth\n").values())
          .containsEntry("name", "cp1")
          .containsEntry("client-cert-auth", "true");
    }

    @Test
    void standInAUnitWithItsEnvironment() throws Exception {
      Path more = Files.writeString(dir.resolve("etcd.env"), "ETCD_KEY_FILE=\"/k\"\n");
      var flags =
          read(
              """
              [Service]
              Type=notify
              Environment="ETCD_NAME=cp1" ETCD_DATA_DIR=/var/lib/etcd
              EnvironmentFile=-%s
              ExecStart=/usr/bin/etcd --cert-file=/c \\
                --client-cert-auth --trusted-ca-file '/t'
              """
                  .replace("%s", more.toString()));
      assertThat(flags.values())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "name", "cp1",
                  "data-dir", "/var/lib/etcd",
                  "key-file", "/k",
                  "cert-file", "/c",
                  "client-cert-auth", "true",
                  "trusted-ca-file", "/t"));
    }

    @Test
    void standInVariables() throws Exception {
      assertThat(read("export ETCD_CERT_FILE='/c'\n#x\nOTHER=1\n").values())
          .isEqualTo(Map.of("cert-file", "/c"));
    }

    @Test
    void standInEtcdsOwnYaml() throws Exception {
      var flags =
          read(
              """
              name: cp1
              listen-client-urls: https://127.0.0.1:2379
              client-transport-security:
                cert-file: /c
                client-cert-auth: true
                trusted-ca-file: /t
                allowed-hostname: [a.internal, b.internal]
              peer-transport-security:
                cert-file: /p
                client-cert-auth: true
                trusted-ca-file: /pt
              """);
      assertThat(flags.values())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "name", "cp1",
                  "listen-client-urls", "https://127.0.0.1:2379",
                  "cert-file", "/c",
                  "client-cert-auth", "true",
                  "trusted-ca-file", "/t",
                  "client-cert-allowed-hostname", "a.internal,b.internal",
                  "peer-cert-file", "/p",
                  "peer-client-cert-auth", "true",
                  "peer-trusted-ca-file", "/pt"));
    }

    @Test
    void areRefusedWhenTheyCannotBeRead() {
      assertThatThrownBy(() -> read("name: {{{\n")).isInstanceOf(SourceException.class);
      assertThatThrownBy(() -> new ArgsFile(dir.resolve("none")).read())
          .isInstanceOf(SourceException.class);
    }
  }
}
