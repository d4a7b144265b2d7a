package dev.keelson.token;

import static dev.keelson.cryptoki.Ck.CKK_AES;
import static dev.keelson.cryptoki.Ck.CKK_GENERIC_SECRET;
import static dev.keelson.cryptoki.Ck.CKK_SHA256_HMAC;
import static dev.keelson.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
import static dev.keelson.cryptoki.Cka.CKA_CHECK_VALUE;
import static dev.keelson.cryptoki.Cka.CKA_CLASS;
import static dev.keelson.cryptoki.Cka.CKA_DECRYPT;
import static dev.keelson.cryptoki.Cka.CKA_DERIVE;
import static dev.keelson.cryptoki.Cka.CKA_ENCRYPT;
import static dev.keelson.cryptoki.Cka.CKA_EXTRACTABLE;
import static dev.keelson.cryptoki.Cka.CKA_ID;
import static dev.keelson.cryptoki.Cka.CKA_KEY_TYPE;
import static dev.keelson.cryptoki.Cka.CKA_LABEL;
import static dev.keelson.cryptoki.Cka.CKA_LOCAL;
import static dev.keelson.cryptoki.Cka.CKA_NEVER_EXTRACTABLE;
import static dev.keelson.cryptoki.Cka.CKA_PRIVATE;
import static dev.keelson.cryptoki.Cka.CKA_SENSITIVE;
import static dev.keelson.cryptoki.Cka.CKA_SIGN;
import static dev.keelson.cryptoki.Cka.CKA_TOKEN;
import static dev.keelson.cryptoki.Cka.CKA_UNWRAP;
import static dev.keelson.cryptoki.Cka.CKA_VALUE_LEN;
import static dev.keelson.cryptoki.Cka.CKA_VERIFY;
import static dev.keelson.cryptoki.Cka.CKA_WRAP;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.envelope.Suite;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a KEK must be on a token, by the type of the key: how one is made, and what makes one unfit
/// to serve.
enum KekForm {
  /// Seals and opens in the token.
  AES(
      "an AES key",
      List.of(CKK_AES),
      List.of(CKA_ENCRYPT, CKA_DECRYPT),
      // with CKA_WRAP beside CKA_DECRYPT any key of the token could be wrapped and then read
      List.of(CKA_WRAP, CKA_UNWRAP, CKA_DERIVE)),

  /// Makes one-time keys, by HMAC-SHA256.
  HMAC(
      "a key for HMAC-SHA256",
      List.of(CKK_GENERIC_SECRET, CKK_SHA256_HMAC),
      List.of(CKA_SIGN),
      List.of(CKA_ENCRYPT, CKA_DECRYPT, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE));

  private static final long BYTES = 32;

  /// What is true of a key that was never outside the token; the token sets it, nobody else can
  /// (PKCS#11 v2.40 §4.8, §4.9).
  private static final List<Cka> TRUE_UNLESS_EVER_OUTSIDE =
      List.of(CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_LOCAL);

  /// What [#of], [#faults], [#doubts] and [#told] read, and a fingerprint may be made of.
  static final List<Cka> READ =
      List.of(
          CKA_LABEL,
          CKA_ID,
          CKA_KEY_TYPE,
          CKA_VALUE_LEN,
          CKA_CHECK_VALUE,
          CKA_TOKEN,
          CKA_PRIVATE,
          CKA_SENSITIVE,
          CKA_ENCRYPT,
          CKA_DECRYPT,
          CKA_SIGN,
          CKA_EXTRACTABLE,
          CKA_WRAP,
          CKA_UNWRAP,
          CKA_DERIVE,
          CKA_ALWAYS_SENSITIVE,
          CKA_NEVER_EXTRACTABLE,
          CKA_LOCAL);

  private final String noun;

  @SuppressWarnings("ImmutableEnumChecker") // of List.of, like the next two
  private final List<Long> types;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Cka> mustBeTrue;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Cka> mustBeFalse;

  /// @param types of which the first is made
  KekForm(String noun, List<Long> types, List<Cka> uses, List<Cka> misuses) {
    this.noun = noun;
    this.types = types;
    this.mustBeTrue =
        Stream.of(List.of(CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE), uses)
            .flatMap(List::stream)
            .toList();
    this.mustBeFalse = Stream.of(List.of(CKA_EXTRACTABLE), misuses).flatMap(List::stream).toList();
  }

  /// The form of a key on a token. What is of no type that is known is judged as an AES key, and
  /// found to be none.
  static KekForm of(Attributes key) {
    long type = key.number(CKA_KEY_TYPE).orElse(-1);
    return HMAC.types.contains(type) ? HMAC : AES;
  }

  /// The form of the keys of a suite.
  static KekForm of(Suite suite) {
    return suite == Suite.HMAC_KDF_AES_256_GCM ? HMAC : AES;
  }

  /// What makes such a key.
  Mechanism generation() {
    return new Mechanism.Plain(this == HMAC ? Ck.CKM_GENERIC_SECRET_KEY_GEN : Ck.CKM_AES_KEY_GEN);
  }

  /// The template for [#generation].
  Template template(String label) {
    var template =
        new Template()
            .number(CKA_CLASS, Ck.CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, types.getFirst())
            .number(CKA_VALUE_LEN, BYTES)
            .text(CKA_LABEL, label)
            .no(CKA_SIGN)
            .no(CKA_VERIFY);
    mustBeTrue.forEach(template::yes);
    mustBeFalse.forEach(template::no);
    return template;
  }

  /// Everything that makes a key unfit; an attribute that the token does not tell counts as unfit.
  List<String> faults(Attributes key) {
    return Stream.of(
            mustBeTrue.stream().map(type -> fault(key, type, true)),
            mustBeFalse.stream().map(type -> fault(key, type, false)),
            Stream.of(wrongType(key)))
        .flatMap(faults -> faults)
        .flatMap(Optional::stream)
        .toList();
  }

  /// Why a key may be known outside the token, although it cannot leave it now.
  static List<String> doubts(Attributes key) {
    return TRUE_UNLESS_EVER_OUTSIDE.stream()
        .filter(type -> !key.flag(type).orElse(false))
        .map(type -> type + " is " + told(key, type))
        .toList();
  }

  /// Every flag, by name: `true`, `false` or `not told`.
  Map<String, String> told(Attributes key) {
    Map<String, String> told = new LinkedHashMap<>();
    Stream.of(mustBeTrue, mustBeFalse, TRUE_UNLESS_EVER_OUTSIDE)
        .flatMap(List::stream)
        .forEach(type -> told.put(type.name(), told(key, type)));
    return Collections.unmodifiableMap(told);
  }

  private static String told(Attributes key, Cka type) {
    return key.flag(type).map(String::valueOf).orElse("not told");
  }

  private static Optional<String> fault(Attributes key, Cka type, Boolean wanted) {
    if (key.flag(type).equals(Optional.of(wanted))) {
      return Optional.empty();
    }
    return Optional.of(type + " is " + told(key, type) + ", must be " + wanted);
  }

  private Optional<String> wrongType(Attributes key) {
    boolean right =
        types.contains(key.number(CKA_KEY_TYPE).orElse(-1))
            && key.number(CKA_VALUE_LEN).orElse(-1) == BYTES;
    return right ? Optional.empty() : Optional.of("it is not " + noun + " of " + BYTES + " bytes");
  }
}
