package dev.keelson.enrollment.keep;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keelson.issuer.AuthorityFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/// Pairs as PEM (RFC 7468): the key as PKCS#8, the certificate, then the chain. In a bundle they
/// stand in this order (KEP-4317, `credentialBundlePath`).
final class PairPem {
  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private PairPem() {}

  /// The caller zeroes it.
  static byte[] bundle(Pair pair) {
    byte[] key = key(pair);
    byte[] certificates = certificates(pair.chain());
    byte[] both = Arrays.copyOf(key, key.length + certificates.length);
    System.arraycopy(certificates, 0, both, key.length, certificates.length);
    Arrays.fill(key, (byte) 0);
    return both;
  }

  /// The caller zeroes it.
  static byte[] key(Pair pair) {
    byte[] der = pair.key().getEncoded();
    byte[] base64 = LINES.encode(der);
    byte[] head = ("-----BEGIN " + KEY + "-----\n").getBytes(US_ASCII);
    byte[] foot = ("\n-----END " + KEY + "-----\n").getBytes(US_ASCII);
    byte[] pem = Arrays.copyOf(head, head.length + base64.length + foot.length);
    System.arraycopy(base64, 0, pem, head.length, base64.length);
    System.arraycopy(foot, 0, pem, head.length + base64.length, foot.length);
    Arrays.fill(der, (byte) 0);
    Arrays.fill(base64, (byte) 0);
    return pem;
  }

  static byte[] certificates(List<X509Certificate> chain) {
    return AuthorityFiles.pem(chain).getBytes(US_ASCII);
  }

  static Pair parseBundle(byte[] pem) throws MalformedPairException {
    List<PemObject> blocks = blocks(pem);
    if (blocks.isEmpty()) {
      throw new MalformedPairException("it has no PEM in it");
    }
    return new Pair(key(blocks.getFirst()), chain(blocks.subList(1, blocks.size())));
  }

  static Pair parse(byte[] keyPem, byte[] chainPem) throws MalformedPairException {
    List<PemObject> blocks = blocks(keyPem);
    if (blocks.size() != 1) {
      throw new MalformedPairException("the key's file has " + blocks.size() + " PEM blocks");
    }
    return new Pair(key(blocks.getFirst()), parseCertificates(chainPem));
  }

  static List<X509Certificate> parseCertificates(byte[] pem) throws MalformedPairException {
    return chain(blocks(pem));
  }

  private static PrivateKey key(PemObject block) throws MalformedPairException {
    if (!block.getType().equals(KEY)) {
      throw new MalformedPairException("it begins with " + block.getType() + ", not " + KEY);
    }
    try {
      return new JcaPEMKeyConverter().getPrivateKey(PrivateKeyInfo.getInstance(block.getContent()));
    } catch (IOException | RuntimeException _) { // of many kinds, from BouncyCastle
      throw new MalformedPairException("its key is no PKCS#8 of a known kind"); // no word of it
    } finally {
      Arrays.fill(block.getContent(), (byte) 0);
    }
  }

  private static List<X509Certificate> chain(List<PemObject> blocks) throws MalformedPairException {
    List<X509Certificate> chain = new ArrayList<>();
    for (PemObject block : blocks) {
      if (!block.getType().equals(CERTIFICATE)) {
        throw new MalformedPairException("it has a block " + block.getType());
      }
      chain.add(certificate(block.getContent()));
    }
    if (chain.isEmpty()) {
      throw new MalformedPairException("it has no certificate");
    }
    return chain;
  }

  static X509Certificate certificate(byte[] der) throws MalformedPairException {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new MalformedPairException("a certificate in it cannot be read: " + e.getMessage());
    }
  }

  private static List<PemObject> blocks(byte[] pem) throws MalformedPairException {
    List<PemObject> blocks = new ArrayList<>();
    try (var reader =
        new PemReader(new InputStreamReader(new ByteArrayInputStream(pem), US_ASCII))) {
      for (var next = reader.readPemObject(); next != null; next = reader.readPemObject()) {
        blocks.add(next);
      }
    } catch (IOException | RuntimeException _) {
      throw new MalformedPairException("its PEM is damaged"); // BouncyCastle quotes what it read
    }
    return blocks;
  }
}
