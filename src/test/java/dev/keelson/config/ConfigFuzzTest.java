package dev.keelson.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever a file has in it, the answer is a configuration or a list of faults that an operator
/// can go to; in time, which the fuzzer watches.
class ConfigFuzzTest {
  /// What can be said of the file as a whole alone; its length is out of the fuzzer's reach.
  private static final String WITHOUT_A_LINE = "empty";

  @FuzzTest
  void isReadOrHasItsFaultsNamed(byte[] content) {
    try {
      assertThat(ConfigFile.parse("keelson.yaml", content)).isNotNull();
    } catch (ConfigException e) {
      long lines = linesOf(content);
      assertThat(e.faults()).isNotEmpty().allSatisfy(fault -> canBeGoneTo(fault, lines));
      assertThat(e.getMessage()).matches("(keelson[.]yaml(:[0-9]+)?: \\P{C}+\n?)+");
    }
  }

  private static void canBeGoneTo(Fault fault, long lines) {
    if (!fault.what().equals(WITHOUT_A_LINE)) {
      assertThat(fault.line()).as("%s", fault).isBetween(1, (int) lines);
    }
  }

  /// As editors count, which end a line at a carriage return too; the rest after the last counts.
  private static long linesOf(byte[] content) {
    long lines = 1;
    for (byte b : content) {
      lines += b == '\n' || b == '\r' ? 1 : 0;
    }
    return lines;
  }
}
