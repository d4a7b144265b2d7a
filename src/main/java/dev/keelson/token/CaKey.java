package dev.keelson.token;

import dev.keelson.cryptoki.Attributes;
import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.cryptoki.Template;
import dev.keelson.issuer.KeyKind;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The private key of a certificate authority, found by its public value: labels are given by
/// whoever may write to the token. It is looked for at each use: no handle then outlives a life of
/// the token.
///
/// @param privateKey its handle
record CaKey(long privateKey, KeyKind kind) {
  private static final List<Cka> READ_PRIVATE =
      List.of(
          Cka.CKA_SENSITIVE,
          Cka.CKA_EXTRACTABLE,
          Cka.CKA_SIGN,
          Cka.CKA_DECRYPT,
          Cka.CKA_UNWRAP,
          Cka.CKA_DERIVE);

  /// A private key, as the token tells of it.
  private record Half(long object, Attributes attributes) {}

  /// Everything that matches, unjudged.
  record Seen(KeyKind kind, List<Half> privateKeys) {
    CaKey judged(TokenSlot token) throws CaKeyException {
      if (privateKeys.isEmpty()) {
        throw new CaKeyException.Absent(token);
      }
      if (privateKeys.size() > 1) {
        throw new CaKeyException.Unfit(
            token, List.of("there are " + privateKeys.size() + " private keys of its CKA_ID"));
      }
      List<String> faults = faults(privateKeys.getFirst().attributes());
      if (!faults.isEmpty()) {
        throw new CaKeyException.Unfit(token, faults);
      }
      return new CaKey(privateKeys.getFirst().object(), kind);
    }

    private static List<String> faults(Attributes secret) {
      List<String> faults = new ArrayList<>(SigningKeys.faults(secret));
      for (Cka other : List.of(Cka.CKA_DECRYPT, Cka.CKA_UNWRAP, Cka.CKA_DERIVE)) {
        if (secret.flag(other).orElse(false)) {
          faults.add(other + " is true: an authority's key does nothing but sign");
        }
      }
      return faults;
    }
  }

  /// Looks for the private half of a key.
  static Seen seen(Cryptoki cryptoki, long session, PublicKey key) throws CkException {
    KeyKind kind = KeyKind.of(key).orElseThrow();
    List<Half> found = new ArrayList<>();
    for (byte[] id : ids(cryptoki, session, key)) {
      var half = half(Ck.CKO_PRIVATE_KEY, kind).bytes(Cka.CKA_ID, id);
      for (long object : cryptoki.findObjects(session, half)) {
        found.add(new Half(object, cryptoki.attributes(session, object, READ_PRIVATE)));
      }
    }
    return new Seen(kind, found);
  }

  private static List<byte[]> ids(Cryptoki cryptoki, long session, PublicKey key)
      throws CkException {
    KeyKind kind = KeyKind.of(key).orElseThrow();
    var ids = new java.util.TreeMap<String, byte[]>();
    for (long object : cryptoki.findObjects(session, half(Ck.CKO_PUBLIC_KEY, kind))) {
      Attributes one = cryptoki.attributes(session, object, PublicKeys.READ);
      if (PublicKeys.of(kind, one).filter(key::equals).isPresent()) {
        one.bytes(Cka.CKA_ID).ifPresent(id -> ids.put(HexFormat.of().formatHex(id), id));
      }
    }
    return List.copyOf(ids.values());
  }

  /// The `CKA_ID` of a key's halves.
  static Optional<byte[]> id(Place place, PublicKey key) throws CkException {
    return ids(place.cryptoki(), place.session(), key).stream().findFirst();
  }

  /// Where a new pair is made.
  record Place(Cryptoki cryptoki, long session) {}

  /// Makes a pair, in one call of the token.
  ///
  /// @param id of both halves, and of no other object
  static PublicKey make(Place place, KeyKind kind, String label, byte[] id) throws CkException {
    Template publicKey = named(half(Ck.CKO_PUBLIC_KEY, kind), label, id);
    if (kind.isRsa()) {
      publicKey
          .number(Cka.CKA_MODULUS_BITS, kind.bits())
          .bytes(Cka.CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1});
    } else {
      publicKey.bytes(Cka.CKA_EC_PARAMS, PublicKeys.params(kind));
    }
    long mechanism = kind.isRsa() ? Ck.CKM_RSA_PKCS_KEY_PAIR_GEN : Ck.CKM_EC_KEY_PAIR_GEN;
    place
        .cryptoki()
        .generateKeyPair(
            place.session(),
            new Mechanism.Plain(mechanism),
            publicKey,
            SigningKeys.signsAlone(named(half(Ck.CKO_PRIVATE_KEY, kind), label, id)));
    return made(place, kind, id).orElseThrow();
  }

  private static Template named(Template half, String label, byte[] id) {
    return half.text(Cka.CKA_LABEL, label).bytes(Cka.CKA_ID, id);
  }

  private static Optional<PublicKey> made(Place place, KeyKind kind, byte[] id) throws CkException {
    var template = half(Ck.CKO_PUBLIC_KEY, kind).bytes(Cka.CKA_ID, id);
    return found(place, kind, template);
  }

  /// The public key under a label, if there is one.
  static Optional<PublicKey> labelled(Place place, KeyKind kind, String label) throws CkException {
    return found(place, kind, half(Ck.CKO_PUBLIC_KEY, kind).text(Cka.CKA_LABEL, label));
  }

  private static Optional<PublicKey> found(Place place, KeyKind kind, Template template)
      throws CkException {
    for (long object : place.cryptoki().findObjects(place.session(), template)) {
      var read = place.cryptoki().attributes(place.session(), object, PublicKeys.READ);
      Optional<PublicKey> key = PublicKeys.of(kind, read).filter(one -> isOf(kind, one));
      if (key.isPresent()) {
        return key;
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(KeyKind kind, PublicKey key) {
    return KeyKind.of(key).filter(kind::equals).isPresent();
  }

  private static Template half(long kind, KeyKind of) {
    return new Template()
        .number(Cka.CKA_CLASS, kind)
        .number(Cka.CKA_KEY_TYPE, of.isRsa() ? Ck.CKK_RSA : Ck.CKK_EC)
        .yes(Cka.CKA_TOKEN);
  }
}
