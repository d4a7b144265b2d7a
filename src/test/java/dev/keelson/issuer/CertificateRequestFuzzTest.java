package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whoever may connect to the issuer's socket may send what he likes.
class CertificateRequestFuzzTest {
  @FuzzTest
  void isARequestWithASoundKeyOrRefused(byte[] der) {
    CertificateRequest request;
    try {
      request = CertificateRequest.parse(der);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(SubjectKey.of(request.key().info())).isEqualTo(request.key());
  }
}
