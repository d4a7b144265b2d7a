package dev.keelson.issuer;

import java.io.IOException;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// A PKCS#10 request (RFC 2986), of which only the public key is read: its caller has the private
/// one, as the signature proves.
public record CertificateRequest(SubjectKey key) {
  /// A request with an RSA-4096 key and no attributes has 1.2 KiB.
  public static final int MAX_BYTES = 8 * 1024;

  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption);

  /// Parses, and verifies the proof.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static CertificateRequest parse(byte[] der) {
    if (der.length == 0 || der.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a request has 1 to " + MAX_BYTES + " bytes, this one has " + der.length);
    }
    PKCS10CertificationRequest request = decoded(der);
    var key = SubjectKey.of(request.getSubjectPublicKeyInfo());
    if (!SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())) {
      throw new IllegalArgumentException("the request is signed in a way that proves too little");
    }
    if (!isSigned(request)) {
      throw new IllegalArgumentException("the request is not signed with the key that it is for");
    }
    return new CertificateRequest(key);
  }

  /// BouncyCastle's parsers answer hostile bytes with exceptions of many kinds, and with one error.
  private static PKCS10CertificationRequest decoded(byte[] der) {
    try {
      var whole = org.bouncycastle.asn1.ASN1Primitive.fromByteArray(der);
      return new PKCS10CertificationRequest(CertificationRequest.getInstance(whole));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new IllegalArgumentException("the request is no PKCS#10 in DER", e);
    }
  }

  private static boolean isSigned(PKCS10CertificationRequest request) {
    try {
      return request.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()));
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      return false;
    }
  }
}
