package dev.keelson.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Whatever a file holds, each key that is told can be written into a script, or it is refused.
class EtcdDumpFuzzTest {
  @FuzzTest
  void isReadToItsEndOrRefused(byte[] bytes) throws IOException {
    try {
      EtcdDump.read(
          new ByteArrayInputStream(bytes),
          (key, _) -> assertThat(key).isNotEmpty().doesNotContain(0));
    } catch (MalformedDumpException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
