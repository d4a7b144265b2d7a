package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cryptoki;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.issuer.SignatureScheme;
import dev.keelson.kek.KekException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/// Signs through our own binding.
record DirectCaSignature(Cryptoki cryptoki, TokenSlot token) implements CaSignature {
  @Override
  public byte[] sign(Lanes lanes, PublicKey key, byte[] text)
      throws CkException, KekException, TokenException {
    CaKey found = lanes.call(session -> CaKey.seen(cryptoki, session.handle(), key)).judged(token);
    return lanes.call(session -> sign(session.handle(), found, text));
  }

  /// The same in an administrator's own session.
  byte[] sign(long session, PublicKey key, byte[] text) throws CkException, CaKeyException {
    return sign(session, CaKey.seen(cryptoki, session, key).judged(token), text);
  }

  /// A session that has failed is closed by whoever owns it.
  private byte[] sign(long session, CaKey key, byte[] text) throws CkException {
    var scheme = SignatureScheme.of(key.kind());
    return switch (scheme) {
      case RSA_SHA256 ->
          cryptoki.sign(
              session, new Mechanism.Plain(Ck.CKM_SHA256_RSA_PKCS), key.privateKey(), text);
      case ECDSA_SHA256, ECDSA_SHA384 ->
          der(
              cryptoki.sign(
                  session,
                  new Mechanism.Plain(Ck.CKM_ECDSA),
                  key.privateKey(),
                  digest(scheme, text)));
    };
  }

  private static byte[] digest(SignatureScheme scheme, byte[] text) {
    try {
      return MessageDigest.getInstance(scheme.digest()).digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + scheme.digest(), e);
    }
  }

  /// `Ecdsa-Sig-Value` (RFC 3279 §2.2.3) of the two numbers that PKCS#11 puts one after the other.
  private static byte[] der(byte[] raw) {
    int half = raw.length / 2;
    var numbers =
        new ASN1Encodable[] {
          new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 0, half))),
          new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length)))
        };
    try {
      return new DERSequence(numbers).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("two numbers encode", e);
    }
  }
}
