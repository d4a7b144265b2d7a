package dev.keelson.issuer;

import java.math.BigInteger;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Good keys with proofs that prove nothing, and requests that are too large to be read.
final class HostileProofs {
  private static final BigInteger N = ECNamedCurveTable.getByName("P-256").getN();
  private static final int KIB = 1_024;

  private final Forge forge;
  private final KeyPair good;
  private final List<HostileRequest> found = new ArrayList<>();

  private HostileProofs(Forge forge, KeyPair good) {
    this.forge = forge;
    this.good = good;
  }

  static List<HostileRequest> of(Forge forge, KeyPair good) throws Exception {
    var proofs = new HostileProofs(forge, good);
    proofs.numbers();
    proofs.strangers();
    proofs.algorithms();
    proofs.large();
    return proofs.found;
  }

  static byte[] signature(BigInteger r, BigInteger s) throws Exception {
    return new DERSequence(new ASN1Encodable[] {new ASN1Integer(r), new ASN1Integer(s)})
        .getEncoded();
  }

  private void proof(String name, AlgorithmIdentifier algorithm, Forge.Proof proof)
      throws Exception {
    found.add(HostileRequest.of(name, forge.request(Forge.info(good), algorithm, proof)));
  }

  /// The first is the one of CVE-2022-21449.
  private void numbers() throws Exception {
    List<BigInteger> edges =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            N,
            N.subtract(BigInteger.ONE),
            N.add(BigInteger.ONE),
            BigInteger.ONE.negate(),
            BigInteger.ONE.shiftLeft(2_048));
    for (BigInteger r : edges) {
      for (BigInteger s : edges) {
        proof(
            "signature of numbers at the edge " + found.size(), Forge.ECDSA, _ -> signature(r, s));
      }
    }
    proof("signature empty", Forge.ECDSA, _ -> new byte[0]);
    proof("signature of random bytes", Forge.ECDSA, _ -> forge.bytes(72));
    proof("signature of 4 KiB", Forge.ECDSA, _ -> forge.bytes(4 * KIB));
    proof("signature that is the text", Forge.ECDSA, text -> text);
    proof("signature of zeros", Forge.ECDSA, _ -> new byte[72]);
  }

  private void strangers() throws Exception {
    for (int i = 0; i < 20; i++) {
      var stranger = forge.signer(forge.ec("P-256"), "SHA256withECDSA");
      found.add(
          HostileRequest.of(
              "signature of another key " + i, forge.request(Forge.info(good), stranger)));
    }
    for (int i = 0; i < 10; i++) {
      var signer = forge.signer(good, "SHA256withECDSA");
      byte[] other = forge.bytes(100);
      proof(
          "signature of another text " + i,
          Forge.ECDSA,
          _ -> {
            signer.getOutputStream().write(other);
            return signer.getSignature();
          });
    }
  }

  private void algorithms() throws Exception {
    found.add(HostileRequest.of("signed with SHA-1", forge.honest(good, "SHA1withECDSA")));
    var signer = forge.signer(good, "SHA256withECDSA");
    Forge.Proof honest =
        text -> {
          signer.getOutputStream().write(text);
          return signer.getSignature();
        };
    proof("signed in the name of SHA-1", algorithm(X9ObjectIdentifiers.ecdsa_with_SHA1), honest);
    proof("signed in the name of RSA", Forge.RSA, honest);
    proof("signed in the name of a hash", algorithm(OIWObjectIdentifiers.idSHA1), honest);
    proof("signed in the name of a key", algorithm(X9ObjectIdentifiers.id_ecPublicKey), honest);
    proof("signed in nobody's name", algorithm(new ASN1ObjectIdentifier("2.999")), honest);
    proof("signed in a name of 2 KiB", algorithm(hugeName(2 * KIB)), honest);
    proof("signed in a name of 4 KiB", algorithm(hugeName(4 * KIB - 1)), honest);
  }

  private static AlgorithmIdentifier algorithm(ASN1ObjectIdentifier name) {
    return new AlgorithmIdentifier(name);
  }

  private static ASN1ObjectIdentifier hugeName(int bytes) {
    return new ASN1ObjectIdentifier("1.2" + ".1".repeat(bytes - 1));
  }

  /// Right in all but their size.
  private void large() throws Exception {
    for (int kib : new int[] {9, 16, 32, 60, 64, 65, 100, 256, 512, 1_024}) {
      var builder = Forge.builder(Forge.info(good));
      builder.addAttribute(Forge.ATTRIBUTE, new DEROctetString(forge.bytes(kib * KIB)));
      byte[] der = builder.build(forge.signer(good, "SHA256withECDSA")).getEncoded();
      found.add(HostileRequest.of("a good one of " + kib + " KiB", der));
      found.add(HostileRequest.of(kib + " KiB of noise", forge.bytes(kib * KIB)));
      found.add(HostileRequest.of(kib + " KiB of zeros", new byte[kib * KIB]));
    }
    byte[] good1 = forge.honest(good, "SHA256withECDSA");
    found.add(HostileRequest.of("a good one and 9 KiB more", Arrays.copyOf(good1, 9 * KIB)));
  }
}
