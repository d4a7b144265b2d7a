package dev.keelson.kms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
  private static final String LABEL_63 = "a".repeat(63);

  @Nested
  class Lengths {
    @Test
    void aKeyIdHasOneTo1024Bytes() {
      assertThat(Contract.faultOfKeyId("k")).isEmpty();
      assertThat(Contract.faultOfKeyId("k".repeat(1024))).isEmpty();
      assertThat(Contract.faultOfKeyId("")).contains("key_id has 0 bytes, not 1 to 1024");
      assertThat(Contract.faultOfKeyId("k".repeat(1025))).isPresent();
    }

    @Test
    void aKeyIdIsCountedInBytesNotInCharacters() {
      assertThat(Contract.faultOfKeyId("ü".repeat(512))).isEmpty();
      assertThat(Contract.faultOfKeyId("ü".repeat(513)))
          .contains("key_id has 1026 bytes, not 1 to 1024");
    }

    @Test
    void aCiphertextHasOneTo1024Bytes() {
      assertThat(Contract.faultOfCiphertext(bytes(1))).isEmpty();
      assertThat(Contract.faultOfCiphertext(bytes(1024))).isEmpty();
      assertThat(Contract.faultOfCiphertext(bytes(0))).isPresent();
      assertThat(Contract.faultOfCiphertext(bytes(1025))).isPresent();
    }

    @Test
    void annotationsCountWithTheirKeys() {
      assertThat(Contract.faultOfAnnotations(Map.of("a.b", bytes(32_768 - 3)))).isEmpty();
      assertThat(Contract.faultOfAnnotations(Map.of("a.b", bytes(32_768 - 2))))
          .contains("annotations have 32769 bytes, more than 32768");
    }

    @Test
    void noAnnotationsAreFine() {
      assertThat(Contract.faultOfAnnotations(Map.of())).isEmpty();
    }
  }

  @Nested
  class AnnotationKeys {
    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a.b.", "copy.kms.example.com", "1.2", "a-b.c--d", "xn--a.b"})
    void mayBeADomainNameOfTwoLabelsOrMore(String key) {
      assertThat(Contract.faultOfAnnotations(Map.of(key, bytes(0)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          ".",
          "a",
          "a.",
          "a.b..",
          ".a.b",
          "a..b",
          "A.b",
          "a_b.c",
          "-a.b",
          "a-.b",
          "a.b-",
          "kms.example.io/remote-kms-auditid",
          "a.b\n",
          "a.b ",
          "ä.b",
          "@a.b"
        })
    void mayBeNothingElse(String key) {
      assertThat(Contract.faultOfAnnotations(Map.of(key, bytes(0))))
          .hasValueSatisfying(fault ->
              assertThat(fault)
                  .startsWith("annotation key '" + key.replaceAll("[^ -~]", "?") + "' is not"));
    }

    @Test
    void areQuotedInAFaultSoThatTheyCannotForgeALineOfTheLog() {
      assertThat(Contract.faultOfAnnotations(Map.of("a\n\u001b\"b", bytes(0))))
          .contains("annotation key 'a???b' is not a domain name like 'a.example'");
      assertThat(Contract.faultOfAnnotations(Map.of("A".repeat(65), bytes(0))))
          .contains(
              "annotation key '" + "A".repeat(64) + "...' is not a domain name like 'a.example'");
    }

    @Test
    void haveLabelsOfAtMost63Characters() {
      assertThat(Contract.isFullyQualified(LABEL_63 + ".b")).isTrue();
      assertThat(Contract.isFullyQualified(LABEL_63 + "a.b")).isFalse();
    }

    @Test
    void haveAtMost253CharactersBesidesTheFinalDot() {
      String long253 = (LABEL_63 + '.').repeat(3) + "a".repeat(61);
      assertThat(Contract.isFullyQualified(long253)).isTrue();
      assertThat(Contract.isFullyQualified(long253 + '.')).isTrue();
      assertThat(Contract.isFullyQualified(long253 + 'a')).isFalse();
    }
  }

  @Nested
  class StatusWords {
    @Test
    void versionIsV2OrItsBeta() {
      assertThat(Contract.faultOfVersion("v2")).isEmpty();
      assertThat(Contract.faultOfVersion("v2beta1")).isEmpty();
      assertThat(Contract.faultOfVersion("v1beta1")).isPresent();
      assertThat(Contract.faultOfVersion("")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "ok ", "Ok", "healthy"})
    void healthzIsOkAndNothingElse(String healthz) {
      assertThat(Contract.faultOfHealthz("ok")).isEmpty();
      assertThat(Contract.faultOfHealthz(healthz)).isPresent();
    }
  }

  private static ByteString bytes(int length) {
    return ByteString.copyFrom(new byte[length]);
  }
}
