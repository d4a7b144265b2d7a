package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.issuer.IssuedCertificate.State;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Peer CALLER = new Peer(998, 4711);
  private static final ProfileName APISERVER = new ProfileName("apiserver");
  private static final Profile PROFILE =
      new Profile(
          APISERVER,
          new Profile.Subject("kube-apiserver-etcd-client", Optional.empty()),
          List.of("apiserver.keelson.invalid"),
          Set.of(KeyKind.EC_P256),
          Duration.ofHours(24));

  @TempDir private Path dir;
  private SoftAuthority authority;
  private final List<Deed> ledger = new ArrayList<>();
  private Instant now = NOON;
  private CaSigner signer;
  private Issuer issuer;

  @BeforeEach
  void makeAnAuthority() throws Exception {
    authority = SoftAuthority.in(dir.resolve("ca"), NOON);
    signer = authority::sign;
    issuer = opened();
    issuer.refresh();
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  private Issuer opened() throws BookException {
    return Issuer.open(
        authority.files(),
        new IssuerSettings(List.of(PROFILE), crlFile(), Duration.ofDays(7)),
        new Issuer.Surroundings(
            (key, text) -> signer.sign(key, text), ledger::add, () -> now, new SecureRandom()));
  }

  private Path crlFile() {
    return dir.resolve("crl.der");
  }

  private Issued issue() throws Exception {
    return issuer.issue(APISERVER, Requests.fresh(), CALLER);
  }

  private List<DeedKind> deeds() {
    return ledger.stream().map(Deed::kind).toList();
  }

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

  /// What a crash leaves is found by the next issuer that opens the book.
  @Nested
  class ACrash {
    private static final class Crash extends Error {
      private static final long serialVersionUID = 1L;
    }

    private void crashes() {
      assertThatThrownBy(IssuerTest.this::issue).isInstanceOf(Crash.class);
      issuer.close();
      signer = authority::sign;
    }

    private IssuedCertificate left() throws Exception {
      issuer = opened();
      issuer.refresh();
      assertThat(issuer.list()).hasSize(1);
      return issuer.list().getFirst();
    }

    @Test
    void whileTheTokenSignsLeavesARowThatCountsAsIssued() throws Exception {
      signer =
          (_, _) -> {
            throw new Crash();
          };
      crashes();
      IssuedCertificate row = left();
      assertThat(row.state()).isEqualTo(State.UNKNOWN);
      issuer.revoke(List.of(row), "a crash", CALLER);
      assertThat(
              Crl.parsed(Files.readAllBytes(crlFile())).getRevokedCertificate(row.serial().value()))
          .isNotNull();
    }

    @Test
    void betweenTheBookAndTheLedgerLeavesARowToo() throws Exception {
      issuer.close();
      issuer =
          Issuer.open(
              authority.files(),
              new IssuerSettings(List.of(PROFILE), crlFile(), Duration.ofDays(7)),
              new Issuer.Surroundings(
                  authority::sign,
                  _ -> {
                    throw new Crash();
                  },
                  () -> now,
                  new SecureRandom()));
      issuer.refresh();
      crashes();
      assertThat(left().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void inTheMiddleOfALineLosesThatLineAlone() throws Exception {
      issue();
      issuer.close();
      Path book = dir.resolve("ca").resolve("certificates.jsonl");
      byte[] whole = Files.readAllBytes(book);
      Files.write(book, java.util.Arrays.copyOf(whole, whole.length - 5));
      assertThat(left().state()).isEqualTo(State.UNKNOWN);
      issue();
      issuer.close();
      issuer = opened();
      assertThat(issuer.list()).hasSize(2);
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

  @Nested
  class TheListOfTheRevoked {
    @Test
    void isThereFromTheStartAndGrowsInNumber() throws Exception {
      var first = issuer.crl().orElseThrow();
      issuer.revoke(issuer.list(), "none", CALLER);
      Issued one = issue();
      var second = issuer.revoke(issuer.list(), "stolen", CALLER);
      assertThat(second.number()).isGreaterThan(first.number());
      var read = Crl.parsed(Files.readAllBytes(crlFile()));
      assertThat(read.getRevokedCertificates()).hasSize(1);
      assertThat(read.getRevokedCertificate(one.serial().value())).isNotNull();
      read.verify(one.authority().publicKey());
    }

    @Test
    void isMadeAgainWhenItIsOldOrMissingOrCutShort() throws Exception {
      var first = issuer.crl().orElseThrow();
      now = NOON.plus(Duration.ofHours(25));
      issuer.refresh();
      var second = issuer.crl().orElseThrow();
      assertThat(second.number()).isGreaterThan(first.number());
      Files.write(crlFile(), new byte[] {0x30, 0x03});
      issuer.refresh();
      assertThat(issuer.crl()).isPresent();
      Files.delete(crlFile());
      issuer.refresh();
      assertThat(issuer.crl().orElseThrow().number()).isGreaterThanOrEqualTo(second.number());
    }

    @Test
    void forgetsWhatHasExpired() throws Exception {
      issue();
      issuer.revoke(issuer.list(), "stolen", CALLER);
      now = NOON.plus(Duration.ofDays(2));
      issuer.refresh();
      assertThat(Crl.parsed(Files.readAllBytes(crlFile())).getRevokedCertificates()).isNull();
    }

    @Test
    void keepsWhatWasRevokedWhenTheTokenIsAway() throws Exception {
      Issued one = issue();
      signer =
          (_, _) -> {
            throw new SignerException("away", "wait", null);
          };
      assertThatThrownBy(() -> issuer.revoke(issuer.list(), "stolen", CALLER))
          .isInstanceOf(IssuerException.Unpublished.class)
          .hasMessageContaining("the revocation is recorded");
      signer = authority::sign;
      issuer.refresh();
      assertThat(
              Crl.parsed(Files.readAllBytes(crlFile())).getRevokedCertificate(one.serial().value()))
          .isNotNull();
    }
  }

  @Nested
  class ANewGeneration {
    @Test
    void signsOnceItsKeyWasSeenToSign() throws Exception {
      var old = issue();
      authority.addGeneration(2, NOON);
      issuer.refresh();
      var one = issue();
      assertThat(one.authority().issuing()).isNotEqualTo(old.authority().issuing());
      one.certificate().verify(one.authority().publicKey());
      assertThat(one.authority().root()).isEqualTo(old.authority().root());
    }

    @Test
    void whoseKeyIsNotThereLeavesTheOldOneInItsPlace() throws Exception {
      var old = issue();
      authority.addGeneration(2, NOON);
      signer =
          (key, text) -> {
            if (!key.equals(old.authority().publicKey())) {
              throw new SignerException("not on this token", "copy it", null);
            }
            return authority.sign(key, text);
          };
      issuer.refresh();
      assertThat(issue().authority().issuing()).isEqualTo(old.authority().issuing());
      assertThat(issuer.health().trouble()).isPresent();
    }
  }
}
