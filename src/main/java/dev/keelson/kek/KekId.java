package dev.keelson.kek;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public name of a generation, KMS v2's `key_id`: `<keyring>/<generation>/<fingerprint>`.
///
/// The fingerprint makes a re-used number another name, so no key_id is ever used twice (KEP-3299).
public record KekId(KeyringName keyring, int generation, Fingerprint fingerprint) {
  /// Four digits in a label: with a rotation each day, 27 years.
  public static final int MAX_GENERATION = 9_999;

  private static final Pattern FORM =
      Pattern.compile("(?<keyring>[^/]+)/(?<number>[1-9][0-9]{0,3})/(?<fingerprint>[^/]+)");

  public KekId {
    requireGeneration(generation);
  }

  /// The generation that a key_id names; empty when it is not of Keelson's form.
  public static Optional<KekId> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KekId(
              new KeyringName(form.group("keyring")),
              Integer.parseInt(form.group("number")),
              new Fingerprint(form.group("fingerprint"))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// As kube-apiserver's metrics name it in their label `key_id_hash`.
  public String hash() {
    return "sha256:" + HexFormat.of().formatHex(Sha256.of(toString().getBytes(UTF_8)));
  }

  static void requireGeneration(int generation) {
    if (generation < 1 || generation > MAX_GENERATION) {
      throw new IllegalArgumentException("a generation is 1 to " + MAX_GENERATION);
    }
  }

  @Override
  public String toString() {
    return keyring + "/" + generation + "/" + fingerprint;
  }
}
