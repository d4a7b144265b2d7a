package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keelson.issuer.IssuedCertificate.State;
import dev.keelson.ledger.DeedKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IssuerCrashTest extends IssuerCase {
  /// What a crash leaves is found by the next issuer that opens the book.
  @Nested
  class ACrash {
    private static final class Crash extends Error {
      private static final long serialVersionUID = 1L;
    }

    private void crashes() {
      assertThatThrownBy(IssuerCrashTest.this::issue).isInstanceOf(Crash.class);
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
    void betweenTheSignatureAndTheLedgerLeavesARowThatIsIssued() throws Exception {
      issuer.close();
      issuer =
          Issuer.open(
              authority.files(),
              new IssuerSettings(List.of(PROFILE), crlFile(), Duration.ofDays(7)),
              new Issuer.Surroundings(
                  authority::sign,
                  deed -> {
                    if (deed.kind() == DeedKind.ISSUE) {
                      throw new Crash();
                    }
                  },
                  () -> now,
                  new SecureRandom()));
      issuer.refresh();
      crashes();
      assertThat(left().state()).isEqualTo(State.ISSUED);
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
}
