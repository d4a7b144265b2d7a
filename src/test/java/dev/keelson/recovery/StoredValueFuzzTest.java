package dev.keelson.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keelson.secret.SecretBytes;

/// Whatever etcd holds, it is nothing of KMS v2's, or refused, or has all that an opening needs.
class StoredValueFuzzTest {
  @FuzzTest
  void isLeftOutOrRefusedOrWhole(byte[] bytes) {
    try {
      StoredValue.parse(bytes).ifPresent(StoredValueFuzzTest::assertWhole);
    } catch (MalformedValueException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static void assertWhole(StoredValue value) {
    assertThat(value.provider()).isNotEmpty();
    assertThat(value.seed().keyId()).isNotEmpty();
    assertThat(value.seed().envelope()).isNotEmpty();
    try (var seed = SecretBytes.takeOver(new byte[32])) {
      assertThat(value.opensWith(seed, new byte[1])).isFalse();
    }
  }
}
