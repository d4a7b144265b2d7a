package dev.keelson.recovery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One RSA public key as a file holds it: PEM of a SubjectPublicKeyInfo (RFC 7468 §13), which
/// `openssl pkey -pubout` writes. Every refusal is one sentence, and quotes nothing of the file.
final class PublicKeyPem {
  /// Beyond any key and the comments before it.
  static final int MAX_BYTES = 64 * 1024;

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----(?<base64>[A-Za-z0-9+/=\\s]*+)"
              + "-----END PUBLIC KEY-----\\s*");

  private PublicKeyPem() {}

  static RSAPublicKey read(Path file) {
    try {
      // A pipe or a device could keep the reader for ever.
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(
            file + (Files.exists(file) ? " is no regular file" : " is not there"));
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        try {
          return parse(content);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(file + " holds " + e.getMessage(), e);
        } finally {
          Arrays.fill(content, (byte) 0); // it may have been a private key
        }
      }
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException(file + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// @throws IllegalArgumentException with what the content is instead
  static RSAPublicKey parse(byte[] content) {
    String text = new String(content, ISO_8859_1);
    refuseOthers(text);
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no PEM with one public key and nothing else");
    }
    return decoded(form.group("base64"));
  }

  private static void refuseOthers(String text) {
    if (text.length() > MAX_BYTES) {
      throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes, and so no public key");
    }
    if (text.contains("PRIVATE KEY-----")) {
      throw new IllegalArgumentException(
          "a PRIVATE key: it must never be where the daemon is, and whoever could read this file"
              + " opens every copy made for it; destroy it and make a new pair");
    }
    if (text.contains("BEGIN CERTIFICATE-----")) {
      throw new IllegalArgumentException(
          "a certificate, not a public key: openssl x509 -pubkey -noout -in CERTIFICATE");
    }
    if (text.contains("BEGIN RSA PUBLIC KEY-----")) {
      throw new IllegalArgumentException(
          "a public key of the old form: openssl rsa -RSAPublicKey_in -in FILE -pubout");
    }
  }

  private static RSAPublicKey decoded(String base64) {
    try {
      byte[] info = Base64.getMimeDecoder().decode(base64);
      var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(info));
      return (RSAPublicKey) key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("a public key that is not RSA, or is damaged", e);
    }
  }
}
