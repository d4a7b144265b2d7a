package dev.keelson.cli.tpm;

import dev.keelson.cli.RefusedException;
import dev.keelson.secret.Pin;
import dev.keelson.secret.PinSource;
import dev.keelson.secret.PinUnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// The private half, in a PKCS#8 file of openssl's that lives where no node is.
record AuthorityKey(PrivateKey key) {
  private static final String PLAIN = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  /// @param passphrase asked only when the file is encrypted
  static AuthorityKey read(Path file, PinSource passphrase)
      throws RefusedException, PinUnreadableException {
    try {
      byte[] der =
          Pem.has(file, ENCRYPTED)
              ? opened(Pem.read(file, ENCRYPTED), passphrase)
              : Pem.read(file, PLAIN);
      var spec = new PKCS8EncodedKeySpec(der);
      Arrays.fill(der, (byte) 0);
      return new AuthorityKey(KeyFactory.getInstance("EC").generatePrivate(spec));
    } catch (IOException | GeneralSecurityException e) {
      throw new RefusedException(
          file + " does not open: " + e.getMessage(),
          "check the passphrase, and that it is an EC key in PKCS#8, as openssl genpkey writes it");
    }
  }

  private static byte[] opened(byte[] der, PinSource passphrase)
      throws IOException, GeneralSecurityException, PinUnreadableException {
    var info = new EncryptedPrivateKeyInfo(der);
    try (Pin pin = passphrase.read()) {
      CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(pin.revealBytes()));
      char[] typed = Arrays.copyOf(chars.array(), chars.remaining());
      Arrays.fill(chars.array(), '\0');
      var spec = new PBEKeySpec(typed);
      Arrays.fill(typed, '\0');
      // of PBES2, only the parameters tell which ciphers it names
      var factory = SecretKeyFactory.getInstance(info.getAlgParameters().toString());
      try {
        return info.getKeySpec(factory.generateSecret(spec)).getEncoded();
      } finally {
        spec.clearPassword();
      }
    }
  }

  /// r and s, of 32 bytes each.
  byte[] sign(byte[] message) throws RefusedException {
    try {
      var signer = Authority.signer();
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new RefusedException(
          "the authority's key does not sign: " + e.getMessage(), "use a key on P-256");
    }
  }
}
