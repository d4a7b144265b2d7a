package dev.keelson.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
  /// Of a configuration, those that changed.
  KEYS,
  LENGTH,
  SHA256,
  /// How many entries.
  LOST,
  /// How many values of etcd.
  VALUES,
  /// How many seeds.
  SEEDS,
  /// A checkpoint, whole.
  NOTE;

  private static final Map<String, Detail> BY_WORD =
      Stream.of(values()).collect(Collectors.toMap(Detail::word, detail -> detail));

  private final String word = name().toLowerCase(Locale.ROOT);

  /// As it stands in the ledger.
  public String word() {
    return word;
  }

  public static Optional<Detail> ofWord(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }
}
