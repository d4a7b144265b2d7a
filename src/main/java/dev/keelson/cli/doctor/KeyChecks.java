package dev.keelson.cli.doctor;

import dev.keelson.config.KeelsonConfig;
import dev.keelson.kek.GenerationState;
import dev.keelson.kek.KekId;
import dev.keelson.token.KekAdmin;
import dev.keelson.token.KekEntry;
import dev.keelson.token.KekProof;
import dev.keelson.token.KekProof.Written;
import dev.keelson.token.KeyringException;
import dev.keelson.token.TokenException;
import dev.keelson.token.UnfinishedKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Every key of the keyring: what the token says of it, and what it does when it is tried.
record KeyChecks(KeelsonConfig config, Chart.Group group, InstantSource clock) {
  /// "Rotate at least every 90 days" (Kubernetes' guide for KMS v2 plugins).
  private static final Duration ROTATE_AFTER = Duration.ofDays(90);

  /// Returns the active generation.
  Optional<KekId> run(KekAdmin admin) throws TokenException {
    List<KekProof> proofs = admin.verify();
    if (proofs.isEmpty()) {
      group.bad(
          "keyring '" + config.keyring() + "' has no key", "keelson kek create --config FILE");
    }
    proofs.forEach(this::key);
    distinct(admin);
    for (UnfinishedKey key : admin.unfinished()) {
      group.warn(
          key.count() + " keys " + key.label() + " were never finished; no daemon looks at them",
          "keelson kek destroy --config FILE --reason leftover " + key.label());
    }
    return active(proofs);
  }

  private void key(KekProof proof) {
    KekEntry entry = proof.entry();
    String name = entry.id().map(KekId::toString).orElseGet(() -> entry.label().toString());
    if (proof.fault().isPresent()) {
      group.bad(name + ": " + proof.fault().get(), fix(entry));
      return;
    }
    if (entry.doubts().isEmpty() && proof.written() != Written.DIFFERENT) {
      group.good(
          name
              + " ("
              + entry.state()
              + ") seals and opens, each time with another IV, and never left the token");
      return;
    }
    doubts(name, entry);
    written(name, proof);
  }

  private static String fix(KekEntry entry) {
    return entry.id().isPresent()
        ? "look at the HSM and the vendor's log"
        : "make another (keelson kek rotate), let kube-apiserver write everything again, and"
            + " destroy this one with the vendor's tool";
  }

  private void doubts(String name, KekEntry entry) {
    if (!entry.doubts().isEmpty()) {
      group.warn(
          name + " may have been outside the token: " + String.join(", ", entry.doubts()),
          "keelson kek rotate --config FILE, unless it was brought in on purpose");
    }
  }

  private void written(String name, KekProof proof) {
    if (proof.written() == Written.DIFFERENT) {
      group.warn(
          name
              + " has the CKA_ID "
              + proof.entry().nature().ckaId()
              + ", which is not its fingerprint",
          "find out who wrote it: another key may have come to have this label");
    }
  }

  /// Whether a daemon would refuse the keyring as a whole.
  private void distinct(KekAdmin admin) throws TokenException {
    try {
      admin.requireServable();
      group.good("no two keys share a number or a CKA_ID");
    } catch (KeyringException.UnsafeKey e) {
      group.bad("no daemon starts on this keyring: " + e.getMessage(), e.remedy());
    } catch (KeyringException e) {
      group.bad(String.valueOf(e.getMessage()), e.remedy());
    }
  }

  private Optional<KekId> active(List<KekProof> proofs) {
    Optional<KekEntry> active =
        proofs.stream()
            .map(KekProof::entry)
            .filter(entry -> entry.state() == GenerationState.ACTIVE)
            .findFirst();
    if (active.isEmpty() && !proofs.isEmpty()) {
      group.bad(
          "no generation is active: by this host's clock, the first has yet to come",
          "timedatectl status");
    }
    active.ifPresent(this::age);
    return active.flatMap(KekEntry::id);
  }

  private void age(KekEntry active) {
    Instant due = active.label().activation().plus(ROTATE_AFTER);
    if (due.isBefore(clock.instant())) {
      group.warn(
          "the active generation should have been rotated by " + due + ", 90 days after it began",
          "keelson kek rotate --config FILE");
    }
  }
}
