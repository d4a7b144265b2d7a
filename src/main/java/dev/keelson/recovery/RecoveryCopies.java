package dev.keelson.recovery;

import dev.keelson.kek.Annotation;
import dev.keelson.kek.Copies;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// Makes a copy of each seed for every recipient, with public keys alone: no token is asked.
public final class RecoveryCopies implements Copies {
  /// The JDK's default hashes MGF1 with SHA-1, so both are named (RFC 8017 §7.1, §B.2.1).
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  /// Two hashes and two bytes (RFC 8017 §7.1.1).
  private static final int OAEP_BYTES = 2 * 32 + 2;

  private volatile List<Recipient> recipients;
  private final SecureRandom random;

  public RecoveryCopies(RecoverySettings settings, SecureRandom random) {
    this.recipients = settings.recipients();
    this.random = random;
  }

  /// Has the next seed copied for the recipients of these settings.
  public void take(RecoverySettings settings) {
    recipients = settings.recipients();
  }

  /// One copy per recipient, or a refusal.
  @Override
  public List<Annotation> of(KekId by, byte[] envelope, SecretBytes seed) throws KekException {
    List<Recipient> to = recipients;
    for (Recipient one : to) {
      int max = one.ciphertextBytes() - OAEP_BYTES - CopyText.BINDING_BYTES;
      if (seed.length() > max) {
        throw new KekException.BadSeed(seed.length(), max);
      }
    }
    if (to.isEmpty()) {
      return List.of();
    }
    try (var text = CopyText.of(by.toString(), envelope, seed)) {
      List<Annotation> copies = new ArrayList<>();
      for (Recipient one : to) {
        var copy = new RecoveryCopy(sealed(text, one));
        copies.add(new Annotation(one.annotation(), copy.encode()));
      }
      return copies;
    }
  }

  private byte[] sealed(SecretBytes text, Recipient to) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, to.key(), OAEP, random);
      return cipher.doFinal(text.revealBytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing a copy for the recipient " + to, e);
    }
  }
}
