package dev.keelson.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keelson.host.UnixAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each plugin of the tables breaks a rule; the probe names it, and no rule that is kept.
class FaultyPluginTest {
  private static final ProbeSettings SETTINGS = new ProbeSettings(4, 1, Slow.TIMEOUT, "localhost");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.keelson.cli.probe.StatusFaults#all")
  void isFoundOutByItsStatus(Fault fault) throws Exception {
    assertFoundOut(fault);
  }

  @ParameterizedTest
  @MethodSource("dev.keelson.cli.probe.EncryptFaults#all")
  void isFoundOutByItsEncrypt(Fault fault) throws Exception {
    assertFoundOut(fault);
  }

  @ParameterizedTest
  @MethodSource("dev.keelson.cli.probe.DecryptFaults#all")
  void isFoundOutByItsDecrypt(Fault fault) throws Exception {
    assertFoundOut(fault);
  }

  private void assertFoundOut(Fault fault) throws Exception {
    var address = new UnixAddress.File(directory.resolve("kms.sock"));
    try (var _ = PluginServer.at(address, fault.plugin())) {
      Report report = new Probe(address, SETTINGS, new SecureRandom()).run(Progress.NONE);
      assertThat(report.good()).isFalse();
      assertThat(report.reachable()).isTrue();
      assertThat(report.checks())
          .filteredOn(check -> check.verdict() == Verdict.FAILED)
          .extracting(Check::rule)
          .containsExactlyElementsOf(fault.broken());
      assertThat(report.of(fault.broken().getFirst()).seen()).contains(fault.seen());
    }
  }
}
