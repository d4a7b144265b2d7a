package dev.keelson.cli.ca;

import dev.keelson.cli.AdminLedger;
import dev.keelson.cli.RefusedException;
import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.AuthorityShape;
import dev.keelson.issuer.AuthorityShape.Life;
import dev.keelson.issuer.AuthorityShape.Signer;
import dev.keelson.issuer.KeyKind;
import dev.keelson.issuer.SubjectKey;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.token.CaKeyAdmin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The steps from nothing to an authority's generation. Each leaves something that the next run
/// finds: a key under its label, or a file; so a run that was killed is finished by another.
record Ceremony(CaToken token, AuthorityFiles files, AuthorityShape shape, InstantSource clock) {
  private static final String ROOT_LABEL = "keelson-ca-root";

  private static String label(int generation) {
    return "keelson-ca/" + generation;
  }

  /// An issuing certificate below a root of ours.
  ///
  /// @param root the token with the root's key
  X509Certificate issue(int generation, KeyKind kind, CaToken root) throws Exception {
    X509Certificate top = root(root, kind);
    PublicKey key = key(token, label(generation), kind);
    Optional<X509Certificate> kept = kept(token, label(generation));
    if (kept.isPresent()) { // of another node with this token, or of a run that was interrupted
      AuthorityFiles.write(files.issuing(generation), List.of(kept.get()));
      return kept.get();
    }
    X509Certificate issuing = signed(generation, key, new Root(root, top));
    try (var admin = token.login()) {
      admin.keep(issuing, label(generation));
    }
    AuthorityFiles.write(files.issuing(generation), List.of(issuing));
    return issuing;
  }

  /// The request for a root that is elsewhere.
  Path request(int generation, KeyKind kind) throws Exception {
    PublicKey key = key(token, label(generation), kind);
    try (var admin = token.login()) {
      byte[] der = shape.request(generation, new Signer(key, CaToken.signer(admin)));
      Path file = files.request(generation);
      Files.createDirectories(file.getParent());
      Files.writeString(file, AuthorityFiles.pem("CERTIFICATE REQUEST", der));
      return file;
    }
  }

  private record Root(CaToken token, X509Certificate certificate) {}

  /// The key of a run that was interrupted, or a new one.
  private static PublicKey key(CaToken on, String label, KeyKind kind) throws Exception {
    try (var admin = on.login()) {
      Optional<PublicKey> there = admin.find(label);
      return there.isPresent() ? there.get() : made(on, admin, label, kind);
    }
  }

  private static PublicKey made(CaToken on, CaKeyAdmin admin, String label, KeyKind kind)
      throws Exception {
    PublicKey made = admin.make(label, kind);
    AdminLedger.record(
        on.config(),
        DeedKind.CREATE,
        "",
        Details.NONE
            .with(Detail.TOKEN, admin.token().toString())
            .with(Detail.LABEL, label)
            .with(Detail.SHA256, SubjectKey.of(made).sha256()));
    return made;
  }

  private static Optional<X509Certificate> kept(CaToken on, String label) throws Exception {
    try (var admin = on.login()) {
      return admin.kept(label);
    }
  }

  private X509Certificate root(CaToken on, KeyKind kind) throws Exception {
    PublicKey key = key(on, ROOT_LABEL, kind);
    if (Files.exists(files.root())) {
      return requireOf(key, AuthorityFiles.certificates(files.root()).getFirst());
    }
    Optional<X509Certificate> kept = kept(on, ROOT_LABEL);
    X509Certificate root = kept.isPresent() ? requireOf(key, kept.get()) : made(on, key);
    AuthorityFiles.write(files.root(), List.of(root));
    return root;
  }

  private X509Certificate requireOf(PublicKey key, X509Certificate root) throws RefusedException {
    if (root.getPublicKey().equals(key)) {
      return root;
    }
    throw new RefusedException(
        files.root() + " is not the certificate of the token's key '" + ROOT_LABEL + "'",
        "name the configuration of the token that has the root's key: --root-config FILE; for a"
            + " root that is elsewhere: --root offline");
  }

  private X509Certificate made(CaToken on, PublicKey key) throws Exception {
    try (var admin = on.login()) {
      AdminLedger.recordFirst(
          token.config(), DeedKind.PREPARE, admin.token(), "the root's own certificate");
      var root =
          shape.root(
              new Signer(key, CaToken.signer(admin)), new Life(now(), AuthorityShape.ROOT_LIFE));
      record(root);
      admin.keep(root, ROOT_LABEL);
      return root;
    }
  }

  private X509Certificate signed(int generation, PublicKey key, Root root) throws Exception {
    try (var admin = root.token().login()) {
      AdminLedger.recordFirst(
          token.config(), DeedKind.PREPARE, admin.token(), "issuing certificate " + generation);
      var below =
          new AuthorityShape.Below(
              new Life(now(), AuthorityShape.ISSUING_LIFE), CaToken.signer(admin));
      var issuing = shape.issuing(generation, key, root.certificate(), below);
      record(issuing);
      return issuing;
    }
  }

  private void record(X509Certificate certificate) throws Exception {
    AdminLedger.record(
        token.config(),
        DeedKind.ISSUE,
        "",
        Details.NONE
            .with(Detail.SUBJECT, certificate.getSubjectX500Principal().getName())
            .with(Detail.SERIAL, certificate.getSerialNumber().toString(16))
            .with(Detail.NOT_AFTER, certificate.getNotAfter().toInstant().toString()));
  }

  private Instant now() {
    return clock.instant();
  }
}
