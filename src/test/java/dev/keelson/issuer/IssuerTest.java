package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.issuer.IssuedCertificate.State;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.LedgerException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IssuerTest extends IssuerCase {
  @Nested
  class ACertificate {
    @Test
    void saysWhatTheProfileSaysAndNothingOfTheRequestButTheKey() throws Exception {
      KeyPair pair = SoftAuthority.pair();
      var one = issuer.issue(APISERVER, Requests.of(pair, "SHA256withECDSA"), CALLER);
      var certificate = one.certificate();
      assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
      assertThat(certificate.getSubjectX500Principal().getName())
          .isEqualTo("CN=kube-apiserver-etcd-client");
      assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOON.minusSeconds(300));
      assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOON.plusSeconds(86_400));
      assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
      assertThat(certificate.getSubjectAlternativeNames())
          .containsExactly(List.of(2, "apiserver.keelson.invalid"));
      assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
      assertThat(one.renewAt()).isEqualTo(NOON.plus(Duration.ofHours(12)));
    }

    @Test
    void neverOutlivesItsIssuer() throws Exception {
      now = NOON.plus(AuthorityShape.ISSUING_LIFE).minus(Duration.ofHours(1));
      issuer.refresh();
      assertThat(issue().certificate().getNotAfter().toInstant())
          .isEqualTo(NOON.plus(AuthorityShape.ISSUING_LIFE));
    }

    @Test
    void isRecordedBeforeAndAfterItIsSigned() throws Exception {
      signer =
          (key, text) -> {
            assertThat(deeds()).containsExactly(DeedKind.PREPARE);
            assertThat(issuer.list()).singleElement().extracting("state").isEqualTo(State.UNKNOWN);
            return authority.sign(key, text);
          };
      Issued one = issue();
      assertThat(deeds()).containsExactly(DeedKind.PREPARE, DeedKind.ISSUE);
      assertThat(ledger.getFirst().details().texts())
          .containsEntry(Detail.SERIAL, one.serial().toString())
          .containsKey(Detail.TBS_SHA256);
      assertThat(ledger.getFirst().call().peer()).isEqualTo(CALLER);
      assertThat(issuer.list()).singleElement().extracting("state").isEqualTo(State.ISSUED);
    }
  }

  @Nested
  class ARequest {
    private void isRefused(byte[] csr, String why) {
      assertThatThrownBy(() -> issuer.issue(APISERVER, csr, CALLER))
          .isInstanceOf(IssuerException.class)
          .hasMessageContaining(why);
      assertThat(deeds()).last().isEqualTo(DeedKind.REFUSE);
    }

    @Test
    void forAKeyThatWasCertifiedBeforeIsRefused() throws Exception {
      byte[] csr = Requests.of(SoftAuthority.pair(), "SHA256withECDSA");
      issuer.issue(APISERVER, csr, CALLER);
      isRefused(csr, "the key was certified before");
    }

    @Test
    void forAKindThatTheProfileLacksIsRefused() throws Exception {
      var rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(3072);
      isRefused(
          Requests.of(rsa.generateKeyPair(), "SHA256withRSA"),
          "the profile does not allow keys of rsa-3072");
    }

    @Test
    void signedWithAWeakDigestIsRefused() throws Exception {
      isRefused(
          Requests.of(SoftAuthority.pair(), "SHA1withECDSA"),
          "signed in a way that proves too little");
    }

    @Test
    void forAProfileThatIsNotThereIsRefused() throws Exception {
      byte[] csr = Requests.fresh();
      assertThatThrownBy(() -> issuer.issue(new ProfileName("root"), csr, CALLER))
          .isInstanceOf(IssuerException.UnknownProfile.class);
    }
  }

  @Nested
  class AnUnwritableLedger {
    @Test
    void keepsTheTokenFromSigning() throws Exception {
      issuer.close();
      issuer =
          Issuer.open(
              authority.files(),
              new IssuerSettings(List.of(PROFILE), crlFile(), Duration.ofDays(7)),
              new Issuer.Surroundings(
                  (key, text) -> signer.sign(key, text),
                  _ -> {
                    throw new LedgerException.Closed();
                  },
                  () -> now,
                  new SecureRandom()));
      issuer.refresh();
      signer =
          (_, _) -> {
            throw new AssertionError("signed");
          };
      assertThatThrownBy(IssuerTest.this::issue).isInstanceOf(IssuerException.Unrecorded.class);
    }
  }

  @Nested
  class ASignature {
    @Test
    void ofAnotherKeyIsNeverHandedOut() throws Exception {
      KeyPair other = SoftAuthority.pair();
      signer = (_, text) -> SoftAuthority.signed(other, text);
      assertThatThrownBy(IssuerTest.this::issue)
          .isInstanceOf(IssuerException.SignerAway.class)
          .hasMessageContaining("the signature does not verify");
      assertThat(issuer.list()).singleElement().extracting("state").isEqualTo(State.UNKNOWN);
    }

    @Test
    void isGivenOnceForEachApproval() throws Exception {
      var prepared =
          new Prepared(
              authority.files().read().newest(),
              Serial.random(new SecureRandom()),
              NOON,
              new byte[1]);
      prepared.redeem();
      assertThatThrownBy(prepared::redeem).isInstanceOf(IllegalStateException.class);
    }
  }
}
