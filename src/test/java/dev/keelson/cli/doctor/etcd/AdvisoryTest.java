package dev.keelson.cli.doctor.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoryTest {
  @ParameterizedTest
  @CsvSource({
    "3.4.23, true, true",
    "3.5.31, true, true",
    "3.5.32, false, true",
    "3.5.33-0, false, false",
    "v3.6.12, true, true",
    "3.6.13, false, true",
    "3.6.14, false, false",
    "3.7.0, false, true",
    "3.7.1, false, false",
    "3.8.0, false, false",
    "4.0.0, false, false",
  })
  void affectsTheReleasesBeforeItsFix(String text, boolean crl, boolean handshake) {
    EtcdVersion version = EtcdVersion.of(text).orElseThrow();
    assertThat(Advisory.CRL_NOT_CHECKED.affects(version)).isEqualTo(crl);
    assertThat(Advisory.NO_HANDSHAKE_TIMEOUT.affects(version)).isEqualTo(handshake);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "registry.k8s.io/etcd:3.5.15-0, 3.5.15",
        "localhost:5000/etcd:v3.6.4@sha256:00, 3.6.4",
        "localhost:5000/etcd, -",
        "etcd:latest, -",
      })
  void readsTheTagOfAnImage(String image, String version) {
    assertThat(EtcdVersion.ofImage(image).map(EtcdVersion::toString).orElse(null))
        .isEqualTo(version);
  }
}
