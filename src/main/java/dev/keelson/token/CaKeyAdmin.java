package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Cka;
import dev.keelson.cryptoki.Template;
import dev.keelson.issuer.KeyKind;
import dev.keelson.secret.Pin;
import dev.keelson.token.ServedToken.Surroundings;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys and certificates of authorities on a token, in a process of an administrator's own, beside
/// the daemons.
public final class CaKeyAdmin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CaKeyAdmin.class);

  private static final int ID_BYTES = 20;

  private final AdminLogin admin;
  private final SecureRandom random;

  private CaKeyAdmin(AdminLogin admin, SecureRandom random) {
    this.admin = admin;
    this.random = random;
  }

  /// Initialises the module and logs in.
  ///
  /// @param pin tried once, and not kept
  public static CaKeyAdmin open(Surroundings surroundings, TokenSelector token, Pin pin)
      throws TokenException {
    return new CaKeyAdmin(AdminLogin.open(surroundings, token, pin), surroundings.random());
  }

  public TokenSlot token() {
    return admin.token();
  }

  /// The key under a label, if there is one.
  public Optional<PublicKey> find(String label) throws TokenException {
    try {
      for (KeyKind kind : KeyKind.values()) {
        Optional<PublicKey> key = CaKey.labelled(place(), kind, label);
        if (key.isPresent()) {
          return key;
        }
      }
      return Optional.empty();
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("reading the keys of the token " + token(), e);
    }
  }

  /// Makes a pair that does nothing but sign, and never leaves the token.
  public PublicKey make(String label, KeyKind kind) throws TokenException {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    try {
      PublicKey made = CaKey.make(place(), kind, label, id);
      LOG.info("create-ca-key label={} kind={} token={}", label, kind, token());
      return made;
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("making a key on the token " + token(), e);
    }
  }

  /// Signs with the private half of a key.
  ///
  /// @return as it stands in a certificate
  public byte[] sign(PublicKey key, byte[] text) throws TokenException {
    try {
      return new DirectCaSignature(admin.cryptoki(), token()).sign(admin.session(), key, text);
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("signing on the token " + token(), e);
    }
  }

  /// Puts a certificate beside its key, for other tools, and for SunPKCS11, which shows no key
  /// without. A token that takes none signs as well without.
  public void keep(X509Certificate certificate, String label) throws TokenException {
    try {
      admin.cryptoki().createObject(admin.session(), template(certificate, label));
    } catch (CkException e) {
      LOG.info("keep-certificate label={} result=refused cause=\"{}\"", label, e.getMessage());
    }
  }

  /// A certificate under a label, if the token keeps one.
  public Optional<X509Certificate> kept(String label) throws TokenException {
    var wanted =
        new Template()
            .number(Cka.CKA_CLASS, Ck.CKO_CERTIFICATE)
            .yes(Cka.CKA_TOKEN)
            .text(Cka.CKA_LABEL, label);
    try {
      for (long object : admin.cryptoki().findObjects(admin.session(), wanted)) {
        Optional<byte[]> der =
            admin
                .cryptoki()
                .attributes(admin.session(), object, List.of(Cka.CKA_VALUE))
                .bytes(Cka.CKA_VALUE);
        if (der.isPresent()) {
          return Optional.of(parsed(der.get()));
        }
      }
      return Optional.empty();
    } catch (CkException | GeneralSecurityException e) {
      throw new TokenException.DeviceFailed("reading certificates of the token " + token(), e);
    }
  }

  private static X509Certificate parsed(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private Template template(X509Certificate certificate, String label) throws CkException {
    var template =
        new Template()
            .number(Cka.CKA_CLASS, Ck.CKO_CERTIFICATE)
            .number(Cka.CKA_CERTIFICATE_TYPE, Ck.CKC_X_509)
            .yes(Cka.CKA_TOKEN)
            .text(Cka.CKA_LABEL, label)
            .bytes(Cka.CKA_SUBJECT, certificate.getSubjectX500Principal().getEncoded())
            .bytes(Cka.CKA_ISSUER, certificate.getIssuerX500Principal().getEncoded())
            .bytes(Cka.CKA_SERIAL_NUMBER, der(certificate.getSerialNumber()));
    CaKey.id(place(), certificate.getPublicKey()).ifPresent(id -> template.bytes(Cka.CKA_ID, id));
    try {
      return template.bytes(Cka.CKA_VALUE, certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was parsed encodes", e);
    }
  }

  private static byte[] der(BigInteger number) {
    try {
      return new ASN1Integer(number).getEncoded();
    } catch (java.io.IOException e) {
      throw new IllegalStateException("a number encodes", e);
    }
  }

  private CaKey.Place place() {
    return new CaKey.Place(admin.cryptoki(), admin.session());
  }

  @Override
  public void close() {
    admin.close();
  }
}
