package dev.keelson.issuer;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority whose keys are in memory, for what is not about tokens.
public final class SoftAuthority {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path dir;
  private final Map<PublicKey, KeyPair> keys = new ConcurrentHashMap<>();
  private final AuthorityShape shape =
      new AuthorityShape("Test", List.of(Profile.UNRESOLVABLE), RANDOM);
  private final KeyPair root;

  private SoftAuthority(Path dir) throws Exception {
    this.dir = dir;
    this.root = fresh();
  }

  /// A root and a first issuing certificate, in files of the test's own.
  public static SoftAuthority in(Path dir, Instant now) throws Exception {
    var authority = new SoftAuthority(dir);
    var life = new AuthorityShape.Life(now, AuthorityShape.ROOT_LIFE);
    var root = authority.shape.root(authority.signer(authority.root.getPublic()), life);
    AuthorityFiles.write(authority.files().root(), List.of(root));
    authority.addGeneration(1, now);
    return authority;
  }

  public AuthorityFiles files() {
    return new AuthorityFiles(dir);
  }

  public X509Certificate addGeneration(int number, Instant now) throws Exception {
    var root = AuthorityFiles.certificates(files().root()).getFirst();
    var below =
        new AuthorityShape.Below(
            new AuthorityShape.Life(now, AuthorityShape.ISSUING_LIFE), this::sign);
    var issuing = shape.issuing(number, fresh().getPublic(), root, below);
    AuthorityFiles.write(files().issuing(number), List.of(issuing));
    return issuing;
  }

  private AuthorityShape.Signer signer(PublicKey key) {
    return new AuthorityShape.Signer(key, this::sign);
  }

  private KeyPair fresh() throws GeneralSecurityException {
    KeyPair pair = pair();
    keys.put(pair.getPublic(), pair);
    return pair;
  }

  public static KeyPair pair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /// As a token does.
  public byte[] sign(PublicKey key, byte[] text) throws SignerException {
    KeyPair pair = keys.get(key);
    if (pair == null) {
      throw new SignerException("the token has no such key", "look", null);
    }
    return signed(pair, text);
  }

  /// For certificates that are not ours.
  public ContentSigner contentSigner(PublicKey key) throws Exception {
    KeyPair pair = requireNonNull(keys.get(key));
    return new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
  }

  public static byte[] signed(KeyPair pair, byte[] text) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
