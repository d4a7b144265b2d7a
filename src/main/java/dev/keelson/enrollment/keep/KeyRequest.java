package dev.keelson.enrollment.keep;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A fresh key on P-256 that has never left this process, and the request for its certificate.
final class KeyRequest {
  private final KeyPair keys;

  private KeyRequest(KeyPair keys) {
    this.keys = keys;
  }

  static KeyRequest fresh(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return new KeyRequest(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has P-256", e);
    }
  }

  /// A PKCS#10 request in DER, signed with the key as proof that it is here (RFC 2986). It names
  /// nobody: the issuer takes nothing of it but the public key.
  byte[] csr() {
    try {
      return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), keys.getPublic())
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("a fresh key signs", e);
    }
  }

  /// The key with a certificate for it; whether it is for it is looked at later.
  Pair with(List<X509Certificate> chain) {
    return new Pair(keys.getPrivate(), chain);
  }
}
