package dev.keelson.token;

import static dev.keelson.cryptoki.Cka.CKA_ALWAYS_SENSITIVE;
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
import dev.keelson.cryptoki.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What an AES KEK must be on a token: how one is made, and what makes one unfit to serve.
final class AesKek {
  static final int BYTES = 32;

  private static final List<Cka> MUST_BE_TRUE =
      List.of(CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_ENCRYPT, CKA_DECRYPT);

  /// With CKA_WRAP beside CKA_DECRYPT any key of the token could be wrapped and then read; with
  /// CKA_UNWRAP or CKA_DERIVE known keys could be made from this one.
  private static final List<Cka> MUST_BE_FALSE =
      List.of(CKA_EXTRACTABLE, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE);

  /// What is true of a key that was never outside the token; the token sets it, nobody else can
  /// (PKCS#11 v2.40 §4.8, §4.9).
  private static final List<Cka> TRUE_UNLESS_EVER_OUTSIDE =
      List.of(CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_LOCAL);

  private static final List<Cka> FLAGS =
      Stream.of(MUST_BE_TRUE, MUST_BE_FALSE, TRUE_UNLESS_EVER_OUTSIDE)
          .flatMap(List::stream)
          .toList();

  /// What [#faults], [#doubts] and [#told] read.
  static final List<Cka> READ =
      Stream.concat(Stream.of(CKA_LABEL, CKA_ID, CKA_KEY_TYPE, CKA_VALUE_LEN), FLAGS.stream())
          .toList();

  private AesKek() {}

  /// The template for `CKM_AES_KEY_GEN`.
  static Template template(String label) {
    var template =
        new Template()
            .number(CKA_CLASS, Ck.CKO_SECRET_KEY)
            .number(CKA_KEY_TYPE, Ck.CKK_AES)
            .number(CKA_VALUE_LEN, BYTES)
            .text(CKA_LABEL, label);
    MUST_BE_TRUE.forEach(template::yes);
    MUST_BE_FALSE.forEach(template::no);
    return template.no(CKA_SIGN).no(CKA_VERIFY);
  }

  /// Everything that makes a key unfit; an attribute that the token does not tell counts as unfit.
  static List<String> faults(Attributes key) {
    return Stream.of(
            MUST_BE_TRUE.stream().map(type -> fault(key, type, true)),
            MUST_BE_FALSE.stream().map(type -> fault(key, type, false)),
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
  static Map<String, String> told(Attributes key) {
    Map<String, String> told = new LinkedHashMap<>();
    FLAGS.forEach(type -> told.put(type.name(), told(key, type)));
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

  private static Optional<String> wrongType(Attributes key) {
    boolean right =
        key.number(CKA_KEY_TYPE).orElse(-1) == Ck.CKK_AES
            && key.number(CKA_VALUE_LEN).orElse(-1) == BYTES;
    return right ? Optional.empty() : Optional.of("it is not an AES key of 32 bytes");
  }
}
