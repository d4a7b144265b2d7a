package dev.keelson.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateBookTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir private Path dir;

  private CertificateBook book(Instant now) throws BookException {
    return CertificateBook.open(dir, now);
  }

  private static IssuedCertificate certificate(int number) {
    return new IssuedCertificate(
        new Serial(BigInteger.valueOf(number)),
        new ProfileName("apiserver"),
        "CN=\"a\"\n" + number,
        998,
        NOON,
        NOON.plusSeconds(60),
        "key-" + number,
        IssuedCertificate.State.UNKNOWN);
  }

  @Test
  void isWrittenAnewWithoutWhatExpiredLongAgo() throws Exception {
    try (var book = book(NOON)) {
      for (int n = 1; n <= 3_000; n++) {
        book.open(certificate(n));
        book.signed(certificate(n).serial());
      }
    }
    Path file = dir.resolve("certificates.jsonl");
    assertThat(Files.readAllLines(file)).hasSize(6_000);
    Instant later = NOON.plus(Duration.ofDays(8));
    try (var book = book(later)) {
      assertThat(Files.size(file)).isZero();
      assertThat(book.open(certificate(1))).as("its key is forgotten").isTrue();
    }
    try (var book = book(NOON)) {
      assertThat(book.unexpired(NOON)).singleElement().isEqualTo(certificate(1));
    }
  }

  @Test
  void keepsStatesWhenItIsWrittenAnew() throws Exception {
    try (var book = book(NOON)) {
      for (int n = 1; n <= 10; n++) {
        book.open(certificate(n));
      }
      book.signed(certificate(2).serial());
      book.revoked(new Revocation(certificate(3).serial(), NOON, NOON.plusSeconds(60)));
      for (int n = 0; n < 5_000; n++) {
        book.signed(certificate(2).serial());
      }
    }
    try (var _ = book(NOON)) {
      assertThat(Files.readAllLines(dir.resolve("certificates.jsonl"))).hasSize(11);
    }
    try (var book = book(NOON)) {
      assertThat(book.unexpired(NOON).subList(0, 3))
          .extracting(one -> one.state().name())
          .containsExactly("UNKNOWN", "ISSUED", "REVOKED");
      assertThat(book.revocations(NOON)).hasSize(1);
    }
  }

  @Test
  void takesAKeyOnceHoweverManyAskAtOnce() throws Exception {
    try (var book = book(NOON);
        var all = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          IntStream.range(0, 64).mapToObj(n -> all.submit(() -> book.open(sameKey(n)))).toList();
      int taken = 0;
      for (var one : tries) {
        taken += one.get() ? 1 : 0;
      }
      assertThat(taken).isEqualTo(1);
    }
  }

  private static IssuedCertificate sameKey(int n) {
    var one = certificate(n + 1);
    return new IssuedCertificate(
        one.serial(),
        one.profile(),
        one.subject(),
        one.uid(),
        one.notBefore(),
        one.notAfter(),
        "one key",
        one.state());
  }

  @Test
  void hasOneWriter() throws Exception {
    try (var _ = book(NOON)) {
      assertThatThrownBy(() -> book(NOON))
          .isInstanceOf(BookException.class)
          .hasMessageContaining("another issuer has the book");
    }
    book(NOON).close();
  }

  @Test
  void isNotReadWhenALineIsNotItsOwn() throws Exception {
    Files.writeString(dir.resolve("certificates.jsonl"), "{\"v\":2}\n");
    assertThatThrownBy(() -> book(NOON))
        .isInstanceOf(BookException.class)
        .hasMessageContaining("line 1: it is of another version");
    Files.writeString(dir.resolve("certificates.jsonl"), "nonsense\n");
    assertThatThrownBy(() -> book(NOON))
        .isInstanceOf(BookException.class)
        .hasMessageContaining("line 1: it is no line of the book");
  }
}
