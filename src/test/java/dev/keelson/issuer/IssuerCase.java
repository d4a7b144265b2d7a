package dev.keelson.issuer;

import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Peer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An issuer over an authority in memory, at noon.
abstract class IssuerCase {
  static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  static final Peer CALLER = new Peer(998, 4711);
  static final ProfileName APISERVER = new ProfileName("apiserver");
  static final Profile PROFILE =
      new Profile(
          APISERVER,
          new Profile.Subject("kube-apiserver-etcd-client", Optional.empty()),
          List.of("apiserver.keelson.invalid"),
          Set.of(KeyKind.EC_P256),
          Duration.ofHours(24),
          Optional.empty());

  @TempDir Path dir;
  SoftAuthority authority;
  final List<Deed> ledger = new ArrayList<>();
  Instant now = NOON;
  CaSigner signer;
  Issuer issuer;

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

  Issuer opened() throws BookException {
    return Issuer.open(
        authority.files(),
        new IssuerSettings(List.of(PROFILE), crlFile(), Duration.ofDays(7)),
        new Issuer.Surroundings(
            (key, text) -> signer.sign(key, text), ledger::add, () -> now, new SecureRandom()));
  }

  Path crlFile() {
    return dir.resolve("crl.der");
  }

  Issued issue() throws Exception {
    return issuer.issue(APISERVER, Requests.fresh(), CALLER);
  }

  List<DeedKind> deeds() {
    return ledger.stream().map(Deed::kind).toList();
  }
}
