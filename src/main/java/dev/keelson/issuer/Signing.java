package dev.keelson.issuer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;

/// Has a text signed, and believes no signature before it has verified it and has found in the
/// certificate, byte for byte, what was approved.
final class Signing {
  private static final String REMEDY =
      "the token signed with another key than that of the issuing certificate, or made a mistake:"
          + " keelson ca show --config FILE";

  private Signing() {}

  static X509Certificate signed(Prepared prepared, CaSigner signer) throws SignerException {
    var by = new AuthorityShape.Signer(prepared.authority().publicKey(), signer);
    return assembled(org.bouncycastle.asn1.x509.TBSCertificate.getInstance(prepared.redeem()), by);
  }

  /// The certificate of what was approved.
  static X509Certificate assembled(ASN1Encodable approved, AuthorityShape.Signer by)
      throws SignerException {
    try {
      byte[] der = wrapped(approved, by);
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (!MessageDigest.isEqual(certificate.getTBSCertificate(), encoded(approved))) {
        throw new SignerException("what was signed is not what was approved", REMEDY, null);
      }
      return certificate;
    } catch (GeneralSecurityException e) {
      throw refused(e);
    }
  }

  /// `SEQUENCE { text, algorithm, signature }`: certificates, requests and revocation lists alike.
  static byte[] wrapped(ASN1Encodable text, AuthorityShape.Signer by) throws SignerException {
    byte[] bytes = encoded(text);
    byte[] signature = by.signer().sign(by.key(), bytes);
    requireVerifies(by.key(), bytes, signature);
    var algorithm = SignatureScheme.of(by.key()).identifier();
    return encoded(
        new DERSequence(new ASN1Encodable[] {text, algorithm, new DERBitString(signature)}));
  }

  private static void requireVerifies(PublicKey key, byte[] text, byte[] signature)
      throws SignerException {
    try {
      var verifier = Signature.getInstance(SignatureScheme.of(key).jcaName());
      verifier.initVerify(key);
      verifier.update(text);
      if (!verifier.verify(signature)) {
        throw new SignerException("the signature does not verify", REMEDY, null);
      }
    } catch (GeneralSecurityException e) {
      throw refused(e);
    }
  }

  private static SignerException refused(GeneralSecurityException e) {
    return new SignerException("the signature does not verify: " + e.getMessage(), REMEDY, e);
  }

  private static byte[] encoded(ASN1Encodable object) {
    try {
      return object.toASN1Primitive().getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("what we write ourselves encodes", e);
    }
  }
}
