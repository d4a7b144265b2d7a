package dev.keelson.issuer;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/// Makes requests with any key and any proof. All that it makes is the same in every run.
final class Forge {
  static final AlgorithmIdentifier ECDSA =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  static final AlgorithmIdentifier RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
  private static final byte[] SHA256_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");
  private static final X500Name SUBJECT = new X500Name("CN=kube-apiserver-etcd-client");

  /// Attributes are any bytes to whoever only wants the key.
  static final ASN1ObjectIdentifier ATTRIBUTE = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

  private final Provider provider = new BouncyCastleProvider();
  private final SecureRandom random;

  Forge(long seed) throws Exception {
    this.random = SecureRandom.getInstance("SHA1PRNG");
    random.setSeed(seed);
  }

  /// Turns what is to be signed into a signature, or into anything else.
  interface Proof {
    byte[] of(byte[] text) throws Exception;
  }

  SecureRandom random() {
    return random;
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  KeyPair pair(String algorithm, AlgorithmParameterSpec how) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(how, random);
    return generator.generateKeyPair();
  }

  KeyPair ec(String curve) throws Exception {
    return pair("EC", new ECGenParameterSpec(curve));
  }

  static SubjectPublicKeyInfo info(KeyPair pair) {
    return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
  }

  ContentSigner signer(KeyPair pair, String algorithm) throws Exception {
    return new JcaContentSignerBuilder(algorithm)
        .setProvider(provider)
        .setSecureRandom(random)
        .build(pair.getPrivate());
  }

  /// As it should be, but for the kind of key.
  byte[] honest(KeyPair pair, String algorithm) throws Exception {
    return request(info(pair), signer(pair, algorithm));
  }

  byte[] request(SubjectPublicKeyInfo key, ContentSigner signer) throws Exception {
    return builder(key).build(signer).getEncoded();
  }

  byte[] request(SubjectPublicKeyInfo key, AlgorithmIdentifier algorithm, Proof proof)
      throws Exception {
    return request(key, new Forged(algorithm, proof));
  }

  static PKCS10CertificationRequestBuilder builder(SubjectPublicKeyInfo key) {
    return new PKCS10CertificationRequestBuilder(SUBJECT, key);
  }

  /// What an RSA signature of so many bytes is raised from (RFC 8017 §9.2).
  static byte[] padded(byte[] text, int length) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
    byte[] padded = new byte[length];
    Arrays.fill(padded, (byte) 0xff);
    padded[0] = 0;
    padded[1] = 1;
    int info = length - hash.length - SHA256_INFO.length;
    padded[info - 1] = 0;
    System.arraycopy(SHA256_INFO, 0, padded, info, SHA256_INFO.length);
    System.arraycopy(hash, 0, padded, length - hash.length, hash.length);
    return padded;
  }

  private record Forged(AlgorithmIdentifier algorithm, Proof proof, ByteArrayOutputStream text)
      implements ContentSigner {
    Forged(AlgorithmIdentifier algorithm, Proof proof) {
      this(algorithm, proof, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return text;
    }

    @Override
    public byte[] getSignature() {
      try {
        return proof.of(text.toByteArray());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
