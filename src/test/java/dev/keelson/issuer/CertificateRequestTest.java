package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CertificateRequestTest {
  @Test
  @Timeout(60)
  void isNoneOfAThousandHostileOnes() throws Exception {
    List<HostileRequest> hostile = HostileRequests.against(SoftAuthority.pair().getPublic());
    assertThat(hostile).hasSize(1_000).doesNotHaveDuplicates();
    for (HostileRequest one : hostile) {
      assertThatIllegalArgumentException()
          .as(one.name())
          .isThrownBy(() -> CertificateRequest.parse(one.der().toByteArray()));
    }
  }
}
