package dev.keelson.issuer;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;

/// Keys on curves that are weak or a stranger's, points that are none, and keys of other kinds.
/// Each has the proof that a verifier would accept, where there is one.
final class HostileCurves {
  private static final X9ECParameters P256 = ECNamedCurveTable.getByName("P-256");

  private final Forge forge;
  private final List<HostileRequest> found = new ArrayList<>();
  private final KeyPair good;

  private HostileCurves(Forge forge) throws Exception {
    this.forge = forge;
    this.good = forge.ec("P-256");
  }

  static List<HostileRequest> of(Forge forge, PublicKey authority) throws Exception {
    var keys = new HostileCurves(forge);
    keys.curves();
    keys.points();
    keys.parameters(authority);
    keys.otherKinds();
    return keys.found;
  }

  private void add(String name, byte[] der) {
    found.add(HostileRequest.of(name, der));
  }

  private void curves() throws Exception {
    for (String curve :
        List.of(
            "P-192",
            "P-224",
            "secp112r1",
            "secp160k1",
            "secp256k1",
            "brainpoolP256r1",
            "brainpoolP160r1",
            "sect113r1",
            "B-233",
            "K-163")) {
      add("EC on " + curve, forge.honest(forge.ec(curve), "SHA256withECDSA"));
    }
  }

  /// On P-256, by name; signed with another key, since these have no private one.
  private void points() throws Exception {
    byte[] point = Forge.info(good).getPublicKeyData().getOctets();
    point("empty", new byte[0]);
    point("at infinity", new byte[1]);
    point("at infinity, in 65 bytes", new byte[65]);
    point("0, 0", edited(new byte[65], 0, 4));
    point("off the curve", edited(point, 64, point[64] ^ 1));
    point("of coordinates beyond the field", edited(filled(0xff), 0, 4));
    point("short of a byte", Arrays.copyOf(point, 64));
    point("with a byte too many", Arrays.copyOf(point, 66));
    point("of half its bytes", Arrays.copyOf(point, 33));
    point("of P-384", Forge.info(forge.ec("P-384")).getPublicKeyData().getOctets());
    point("of no form", edited(point, 0, 9));
    byte[] hybrid = edited(point, 0, 6 | (point[64] & 1));
    add(
        "EC point in the hybrid form",
        forge.request(named(hybrid), forge.signer(good, "SHA256withECDSA")));
    point("in the hybrid form of the other sign", edited(hybrid, 0, hybrid[0] ^ 1));
    point("of random bytes", edited(forge.bytes(65), 0, 4));
    point("of 4 KiB", edited(forge.bytes(4_096), 0, 4));
  }

  private void point(String name, byte[] point) throws Exception {
    add("EC point " + name, forge.request(named(point), forge.signer(good, "SHA256withECDSA")));
  }

  private static byte[] edited(byte[] bytes, int at, int value) {
    byte[] edited = bytes.clone();
    edited[at] = (byte) value;
    return edited;
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[65];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static SubjectPublicKeyInfo named(byte[] point) {
    return info(SECObjectIdentifiers.secp256r1, point);
  }

  private static SubjectPublicKeyInfo info(ASN1Encodable parameters, byte[] point) {
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), point);
  }

  private void parameters(PublicKey authority) throws Exception {
    byte[] point = Forge.info(good).getPublicKeyData().getOctets();
    var signer = forge.signer(good, "SHA256withECDSA");
    add("EC parameters explicit", forge.request(info(P256, point), signer));
    add("EC parameters NULL", forge.request(info(DERNull.INSTANCE, point), signer));
    add(
        "EC parameters of another curve's name",
        forge.request(info(SECObjectIdentifiers.secp256k1, point), signer));
    add(
        "EC parameters of nobody's name",
        forge.request(info(new ASN1ObjectIdentifier("1.2.3.4"), point), signer));
    add("EC parameters an empty sequence", forge.request(info(new DERSequence(), point), signer));
    add(
        "EC parameters absent",
        forge.request(
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey), point),
            signer));
    var info = SubjectPublicKeyInfo.getInstance(authority.getEncoded());
    add("the authority's key, which its sender does not have", forge.request(info, signer));
    if (SECObjectIdentifiers.secp256r1.equals(info.getAlgorithm().getParameters())) {
      add("the authority's key as a generator of the sender's own", ownGenerator(info));
    }
  }

  /// As in CVE-2020-0601: on the curve with this generator the private key is 1.
  private byte[] ownGenerator(SubjectPublicKeyInfo authority) throws Exception {
    byte[] point = authority.getPublicKeyData().getOctets();
    var generator = P256.getCurve().decodePoint(point);
    var domain = new ECDomainParameters(P256.getCurve(), generator, P256.getN(), P256.getH());
    var explicit =
        new X9ECParameters(
            P256.getCurve(), new X9ECPoint(generator, false), P256.getN(), P256.getH());
    return forge.request(
        info(explicit, point),
        Forge.ECDSA,
        text -> {
          var signer = new ECDSASigner();
          signer.init(
              true,
              new ParametersWithRandom(
                  new ECPrivateKeyParameters(BigInteger.ONE, domain), forge.random()));
          BigInteger[] rs =
              signer.generateSignature(MessageDigest.getInstance("SHA-256").digest(text));
          return HostileProofs.signature(rs[0], rs[1]);
        });
  }

  private void otherKinds() throws Exception {
    add("Ed25519", forge.honest(jdk("Ed25519", 255), "Ed25519"));
    add("Ed448", forge.honest(jdk("Ed448", 448), "Ed448"));
    add("DSA of 1024 bits", forge.honest(jdk("DSA", 1_024), "SHA256withDSA"));
    add("DSA of 2048 bits", forge.honest(jdk("DSA", 2_048), "SHA256withDSA"));
    var signer = forge.signer(good, "SHA256withECDSA");
    add("X25519", forge.request(Forge.info(jdk("X25519", 255)), signer));
    add("Diffie-Hellman", forge.request(Forge.info(jdk("DH", 2_048)), signer));
    add(
        "a key of no kind",
        forge.request(
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3")), new ASN1Integer(7)),
            signer));
  }

  private KeyPair jdk(String algorithm, int size) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size, forge.random());
    return generator.generateKeyPair();
  }
}
