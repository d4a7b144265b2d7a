package dev.keelson.enrollment.keep;

import dev.keelson.cli.cert.IssuerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A keeper on an issuer whose clock, too, is the test's.
abstract class KeeperCase {
  static final Access PRIVATE =
      new Access(Optional.empty(), Optional.empty(), PosixFilePermissions.fromString("rw-------"));

  @TempDir Path dir;
  final List<Preflight.Old> asked = new ArrayList<>();
  Instant now = InstantSource.system().instant();
  Optional<KeepException> preflight = Optional.empty();
  int changes;
  SoftCa ca;
  SoftIssuer issuer;

  @BeforeEach
  void start() throws Exception {
    ca = SoftCa.named("soft");
    issuer = SoftIssuer.at(dir.resolve("s"), ca, () -> now);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  Path bundle() {
    return dir.resolve("etcd.pem");
  }

  Keeper keeper() {
    return keeper("kube-apiserver");
  }

  Keeper keeper(String profile) {
    var outputs =
        new Outputs(List.of(new Place.Bundle(new Target(bundle(), PRIVATE))), Optional.empty());
    var order = new Order(profile, outputs, this::tried, () -> changes++);
    return new Keeper(
        order, new IssuerSocket(issuer.address()), () -> now, new java.security.SecureRandom());
  }

  void tried(Pair pair, Preflight.Old old) throws KeepException {
    asked.add(old);
    if (preflight.isPresent()) {
      throw preflight.get();
    }
  }

  Pair installed() throws Exception {
    return PairPem.parseBundle(Files.readAllBytes(bundle()));
  }

  void pass(Duration time) {
    now = now.plus(time);
  }
}
