package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public key of a ledger's checkpoints: Ed25519, or ECDSA on P-256 with SHA-256, whose
/// signatures are in DER.
public final class NoteKey {
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----\\s([A-Za-z0-9+/=\\s]{1,2000})-----END PUBLIC KEY-----\\s*");
  private static final int ED25519_BYTES = 32;
  private static final byte ED25519 = 1;

  private final PublicKey key;
  private final String algorithm;

  public NoteKey(PublicKey key) throws MalformedNoteException {
    this.key = key;
    this.algorithm = algorithm(key);
  }

  /// Reads a `PUBLIC KEY` of RFC 7468 §13.
  public static NoteKey ofPem(String pem) throws MalformedNoteException {
    Matcher form = PEM.matcher(pem);
    if (!form.matches()) {
      throw new MalformedNoteException("it is not one PUBLIC KEY in PEM");
    }
    var spec = new X509EncodedKeySpec(decoded(form.group(1)));
    for (String kind : new String[] {"Ed25519", "EC"}) {
      try {
        return new NoteKey(KeyFactory.getInstance(kind).generatePublic(spec));
      } catch (GeneralSecurityException _) {
        // perhaps of the other kind
      }
    }
    throw new MalformedNoteException("the key is neither Ed25519 nor ECDSA");
  }

  /// What [#ofPem] reads.
  public String pem() {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  /// SHA-256 of the key's `SubjectPublicKeyInfo`, in hexadecimal.
  public String fingerprint() {
    return ChainHash.of(key.getEncoded()).hex();
  }

  private static byte[] decoded(String base64) throws MalformedNoteException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw new MalformedNoteException("the key is not base64");
    }
  }

  private static String algorithm(PublicKey key) throws MalformedNoteException {
    return switch (key) {
      case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") -> "Ed25519";
      case ECPublicKey ec when ec.getParams().toString().contains("secp256r1") -> "SHA256withECDSA";
      default -> throw new MalformedNoteException("the key is neither Ed25519 nor on P-256");
    };
  }

  /// The four bytes that signed notes name a key by; for ECDSA, those of signature type 0x02.
  byte[] id(String name) {
    MessageDigest digest = ChainHash.sha256();
    byte[] encoded = key.getEncoded();
    if (algorithm.equals("Ed25519")) {
      digest.update((name + "\n").getBytes(UTF_8));
      digest.update(ED25519);
      digest.update(encoded, encoded.length - ED25519_BYTES, ED25519_BYTES);
    } else {
      digest.update(encoded);
    }
    return Arrays.copyOf(digest.digest(), SignedNote.KEY_ID_BYTES);
  }

  /// Whether this key signed it, under the name of the origin, as tlog-checkpoint advises.
  public boolean signed(Checkpoint checkpoint) throws MalformedNoteException {
    for (SignedNote.Line line : checkpoint.note().signatures()) {
      byte[] bytes = line.bytes();
      byte[] id = Arrays.copyOf(bytes, SignedNote.KEY_ID_BYTES);
      if (line.name().equals(checkpoint.origin().toString())
          && MessageDigest.isEqual(id, id(line.name()))) {
        return verifies(
            checkpoint.note().text(),
            Arrays.copyOfRange(bytes, SignedNote.KEY_ID_BYTES, bytes.length));
      }
    }
    return false;
  }

  boolean verifies(String text, byte[] signature) {
    try {
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(key);
      verifier.update(text.getBytes(UTF_8));
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
