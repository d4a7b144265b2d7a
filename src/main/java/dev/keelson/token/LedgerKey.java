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
import java.util.List;

/// The key pair with which a token signs the checkpoints of ledgers: ECDSA on P-256, known by its
/// label. It is looked for at each use: no handle then outlives a life of the token.
///
/// @param privateKey its handle
record LedgerKey(long privateKey, PublicKey publicKey) {
  static final String LABEL = "keelson-ledger";

  private static final List<Cka> READ =
      List.of(Cka.CKA_SENSITIVE, Cka.CKA_EXTRACTABLE, Cka.CKA_SIGN, Cka.CKA_EC_POINT);

  /// One half of a pair, as the token tells of it.
  private record Half(long object, Attributes attributes) {}

  /// Everything under the label, unjudged.
  record Seen(List<Half> privateKeys, List<Half> publicKeys) {
    boolean nothing() {
      return privateKeys.isEmpty() && publicKeys.isEmpty();
    }

    LedgerKey judged(TokenSlot token) throws LedgerKeyException {
      if (nothing()) {
        throw new LedgerKeyException.Absent(token);
      }
      List<String> faults = faults();
      if (!faults.isEmpty()) {
        throw new LedgerKeyException.Unfit(token, faults);
      }
      return PublicKeys.of(KeyKind.EC_P256, publicKeys.getFirst().attributes())
          .map(key -> new LedgerKey(privateKeys.getFirst().object(), key))
          .orElseThrow(() ->
              new LedgerKeyException.Unfit(token, List.of("its CKA_EC_POINT is not of P-256")));
    }

    private List<String> faults() {
      if (privateKeys.size() != 1 || publicKeys.size() != 1) {
        return List.of(
            "there are "
                + privateKeys.size()
                + " private and "
                + publicKeys.size()
                + " public keys");
      }
      return SigningKeys.faults(privateKeys.getFirst().attributes());
    }
  }

  /// Looks under the label.
  static Seen seen(Cryptoki cryptoki, long session) throws CkException {
    return new Seen(
        halves(cryptoki, session, Ck.CKO_PRIVATE_KEY),
        halves(cryptoki, session, Ck.CKO_PUBLIC_KEY));
  }

  /// Only keys that are whole, as [KekFinder] says.
  private static List<Half> halves(Cryptoki cryptoki, long session, long kind) throws CkException {
    var template =
        new Template().number(Cka.CKA_CLASS, kind).yes(Cka.CKA_TOKEN).text(Cka.CKA_LABEL, LABEL);
    List<Half> halves = new ArrayList<>();
    for (long object : cryptoki.findObjects(session, template)) {
      halves.add(new Half(object, cryptoki.attributes(session, object, READ)));
    }
    return halves;
  }

  /// Makes the pair, in one call of the token.
  ///
  /// @param session writable and logged in
  static void make(Cryptoki cryptoki, long session) throws CkException {
    var publicKey =
        half(Ck.CKO_PUBLIC_KEY).bytes(Cka.CKA_EC_PARAMS, PublicKeys.params(KeyKind.EC_P256));
    var privateKey = SigningKeys.signsAlone(half(Ck.CKO_PRIVATE_KEY));
    cryptoki.generateKeyPair(
        session, new Mechanism.Plain(Ck.CKM_EC_KEY_PAIR_GEN), publicKey, privateKey);
  }

  private static Template half(long kind) {
    return new Template()
        .number(Cka.CKA_CLASS, kind)
        .number(Cka.CKA_KEY_TYPE, Ck.CKK_EC)
        .yes(Cka.CKA_TOKEN)
        .text(Cka.CKA_LABEL, LABEL);
  }
}
