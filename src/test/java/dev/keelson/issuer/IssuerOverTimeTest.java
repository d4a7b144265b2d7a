package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IssuerOverTimeTest extends IssuerCase {
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
          .hasMessageContaining("each revocation is recorded");
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
