package dev.keelson.issuer;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;

/// RSA keys that are weak, or no keys at all. Each has the proof that a verifier would accept,
/// where there is one.
final class HostileRsa {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);
  private static final int BITS = 3_072;

  private final Forge forge;
  private final List<HostileRequest> found = new ArrayList<>();
  private final BigInteger p;
  private final BigInteger q;

  private HostileRsa(Forge forge, RSAPrivateCrtKey good) {
    this.forge = forge;
    this.p = good.getPrimeP();
    this.q = good.getPrimeQ();
  }

  /// @param good of 3072 bits, to make others of
  static List<HostileRequest> of(Forge forge, KeyPair good) throws Exception {
    var keys = new HostileRsa(forge, (RSAPrivateCrtKey) good.getPrivate());
    keys.small();
    keys.exponents();
    keys.moduli();
    return keys.found;
  }

  private void small() throws Exception {
    for (int bits : new int[] {512, 768, 1_024, 1_536}) {
      BigInteger one = BigInteger.probablePrime(bits / 2, forge.random());
      BigInteger other = BigInteger.probablePrime(bits / 2, forge.random());
      proven("RSA of " + bits + " bits", one, other, F4);
    }
  }

  private void exponents() throws Exception {
    BigInteger n = p.multiply(q);
    found.add(
        HostileRequest.of(
            "RSA exponent 1, for which anybody has a proof",
            forge.request(
                info(n, BigInteger.ONE), Forge.RSA, text -> Forge.padded(text, BITS / 8))));
    for (int small : new int[] {3, 5, 7, 11, 13, 17, 257}) {
      BigInteger e = BigInteger.valueOf(small);
      if (e.gcd(phi(p, q)).equals(BigInteger.ONE)) {
        proven("RSA exponent " + small, p, q, e);
      }
    }
    proven("RSA exponent as long as the modulus", p, q, odd(BITS - 8));
    proven("RSA exponent of 64 bits and more", p, q, BigInteger.ONE.shiftLeft(64).add(F4));
    for (long bad : new long[] {0, 2, 4, 65_536, 65_538, -1, -65_537}) {
      bare("RSA exponent " + bad, n, BigInteger.valueOf(bad));
    }
  }

  private void moduli() throws Exception {
    BigInteger n = p.multiply(q);
    found.add(
        HostileRequest.of(
            "RSA modulus negative, whose bits are those of a good one",
            forge.request(
                info(n.subtract(BigInteger.ONE.shiftLeft(BITS)), F4),
                Forge.RSA,
                text -> signature(text, n, F4.modInverse(phi(p, q))))));
    bare("RSA modulus even", n.add(BigInteger.ONE), F4);
    bare("RSA modulus with a factor of 3", thrice(), F4);
    bare("RSA modulus 0", BigInteger.ZERO, F4);
    bare("RSA modulus 1", BigInteger.ONE, F4);
    bare("RSA modulus negative", n.negate(), F4);
    bare("RSA modulus a power of 2", BigInteger.ONE.shiftLeft(BITS - 1), F4);
    bare("RSA modulus of 16384 bits", odd(16_384), F4);
    bare("RSA modulus of 30000 bits", odd(30_000), F4);
    BigInteger prime = BigInteger.probablePrime(1_024, forge.random());
    BigInteger d = F4.modInverse(prime.subtract(BigInteger.ONE));
    found.add(HostileRequest.of("RSA modulus a small prime", signed(prime, F4, d)));
    found.add(
        HostileRequest.of(
            "RSA key that is no sequence",
            forge.request(
                new SubjectPublicKeyInfo(rsa(), forge.bytes(400)),
                Forge.RSA,
                _ -> forge.bytes(384))));
  }

  private BigInteger thrice() {
    BigInteger three = BigInteger.valueOf(3);
    BigInteger odd = odd(BITS);
    return odd.subtract(odd.mod(three)).setBit(0).subtract(odd.mod(three)).multiply(three);
  }

  private BigInteger odd(int bits) {
    return new BigInteger(bits, forge.random()).setBit(bits - 1).setBit(0);
  }

  private static BigInteger phi(BigInteger p, BigInteger q) {
    return p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
  }

  private void proven(String name, BigInteger one, BigInteger other, BigInteger e)
      throws Exception {
    BigInteger phi = phi(one, other);
    if (e.gcd(phi).equals(BigInteger.ONE)) {
      found.add(HostileRequest.of(name, signed(one.multiply(other), e, e.modInverse(phi))));
    } else {
      bare(name, one.multiply(other), e);
    }
  }

  private byte[] signed(BigInteger n, BigInteger e, BigInteger d) throws Exception {
    return forge.request(info(n, e), Forge.RSA, text -> signature(text, n, d));
  }

  private static byte[] signature(byte[] text, BigInteger n, BigInteger d) throws Exception {
    int length = (n.bitLength() + 7) / 8;
    return BigIntegers.asUnsignedByteArray(
        length, new BigInteger(1, Forge.padded(text, length)).modPow(d, n));
  }

  private void bare(String name, BigInteger n, BigInteger e) throws Exception {
    int length = Math.max(1, n.bitLength() / 8);
    found.add(
        HostileRequest.of(name, forge.request(info(n, e), Forge.RSA, _ -> forge.bytes(length))));
  }

  private static AlgorithmIdentifier rsa() {
    return new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
  }

  private static SubjectPublicKeyInfo info(BigInteger n, BigInteger e) throws Exception {
    return new SubjectPublicKeyInfo(rsa(), new RSAPublicKey(n, e));
  }
}
