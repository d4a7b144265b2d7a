package dev.keelson.issuer;

import java.security.KeyPair;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Requests as clients send them.
public final class Requests {
  private Requests() {}

  /// For a fresh key on P-256.
  public static byte[] fresh() throws Exception {
    return of(SoftAuthority.pair(), "SHA256withECDSA");
  }

  public static byte[] of(KeyPair pair, String algorithm) throws Exception {
    return new JcaPKCS10CertificationRequestBuilder(
            new X500Principal("CN=root,O=system:masters"), pair.getPublic())
        .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
        .getEncoded();
  }
}
