package dev.keelson.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The names of what an entry may tell beside its fixed fields. A closed set: who wants to record
/// something new adds its name here, and somebody reads that it is no secret.
public enum Detail {
  /// Why an administrator did it, in his words.
  REASON,
  GENERATION,
  LABEL,
  FINGERPRINT,
  ACTIVATION,
  TOKEN,
  MODULE,
  VERSION,
  PROFILE,
  SUBJECT,
  /// Of a certificate.
  SERIAL,
  NOT_AFTER,
  /// Of the certificate's part that is signed.
  TBS_SHA256,
  FROM,
  TO,
  FILE,
  LENGTH,
  SHA256,
  /// How many entries.
  LOST,
  /// A checkpoint, whole.
  NOTE;

  /// As it stands in the ledger.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Detail> ofWord(String word) {
    return Stream.of(values()).filter(detail -> detail.word().equals(word)).findFirst();
  }
}
