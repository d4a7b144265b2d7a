package dev.keelson.token;

import dev.keelson.cryptoki.Ck;
import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Mechanism;
import dev.keelson.secret.Pin;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.ServedToken.Surroundings;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// An RSA private key of a token that opens what was sealed to its public half by RSAES-OAEP with
/// SHA-256 and an empty label (RFC 8017 §7.1), in a process of an administrator's own.
///
/// SoftHSM 2.6.1 does OAEP with SHA-1 alone, and some cards do none: the token then does the RSA
/// (`CKM_RSA_X_509`), and the padding is taken off in this process.
public final class RecipientKey implements AutoCloseable {
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private final Pkcs11Module module;
  private final TokenSlot token;
  private final String label;
  private final Login login;
  private final RsaPrivateKeys.Found key;
  private final byte[] witness;
  private final Way way;

  /// How the token opens.
  private enum Way {
    OAEP_IN_THE_TOKEN,
    PADDING_HERE
  }

  private RecipientKey(Pkcs11Module module, TokenSlot token, Login login, String label)
      throws TokenException {
    this.module = module;
    this.token = token;
    this.label = label;
    this.login = login;
    this.key = new RsaPrivateKeys(module.cryptoki(), token, login.session()).only(label);
    this.witness = sealedWitness(key.publicKey());
    this.way = provenWay();
  }

  /// Initialises the module, logs in and proves that the token opens with the key.
  ///
  /// @param label of the private key
  /// @param pin tried once, and not kept
  public static RecipientKey open(
      Surroundings surroundings, TokenSelector wanted, String label, Pin pin)
      throws TokenException {
    var module = Pkcs11Module.initialize(surroundings.cryptoki());
    try {
      TokenSlot token = module.find(wanted);
      var door = new TokenDoor(surroundings.cryptoki(), token, surroundings.guard());
      return new RecipientKey(module, token, door.login(pin), label);
    } catch (TokenException | RuntimeException e) {
      module.close(); // C_Finalize logs out too
      throw e;
    }
  }

  public TokenSlot token() {
    return token;
  }

  /// The public half, as the token tells it.
  public RSAPublicKey publicKey() {
    return key.publicKey();
  }

  /// Opens; the caller closes what it gets. Empty when the bytes were not sealed to this key.
  ///
  /// @throws TokenException when the token does not open its witness either
  public Optional<SecretBytes> open(byte[] sealed) throws TokenException {
    if (sealed.length != witness.length) {
      return Optional.empty();
    }
    try {
      return opened(sealed, way);
    } catch (CkException _) {
      requireOpensWitness();
      return Optional.empty();
    }
  }

  /// A token has one code for a bad ciphertext and for its own death, so what it refuses is judged
  /// by a ciphertext that is known to be good.
  private void requireOpensWitness() throws TokenException {
    try {
      if (!opensWitness(way)) {
        throw new RecipientKeyException.Unfit(label, token, List.of("it opens other bytes by now"));
      }
    } catch (CkException e) {
      throw new TokenException.DeviceFailed("opening with a key of the token " + token, e);
    }
  }

  private Way provenWay() throws RecipientKeyException {
    String last = "it opens other bytes than were sealed";
    for (Way one : Way.values()) {
      try {
        if (opensWitness(one)) {
          return one;
        }
      } catch (CkException e) {
        last = String.valueOf(e.getMessage());
      }
    }
    throw new RecipientKeyException.Unfit(label, token, List.of(last));
  }

  private boolean opensWitness(Way how) throws CkException {
    Optional<SecretBytes> opened = opened(witness, how);
    return opened.isPresent() && isWitness(opened.get());
  }

  private static boolean isWitness(SecretBytes opened) {
    try (opened) {
      return MessageDigest.isEqual(opened.revealBytes(), new byte[1]);
    }
  }

  /// In a session of its own: a failed call may leave one that is of no use.
  private Optional<SecretBytes> opened(byte[] sealed, Way how) throws CkException {
    try (var session = Session.open(module.cryptoki(), token.slot())) {
      return switch (how) {
        case OAEP_IN_THE_TOKEN ->
            Optional.of(
                SecretBytes.takeOver(
                    session.decrypt(new Mechanism.RsaOaepSha256(), key.handle(), sealed)));
        case PADDING_HERE -> unpadded(session, sealed);
      };
    }
  }

  private Optional<SecretBytes> unpadded(Session session, byte[] sealed) throws CkException {
    var raw = new Mechanism.Plain(Ck.CKM_RSA_X_509);
    try (var block = SecretBytes.takeOver(session.decrypt(raw, key.handle(), sealed))) {
      return OaepPadding.removed(block.revealBytes()).map(SecretBytes::takeOver);
    }
  }

  private static byte[] sealedWitness(RSAPublicKey key) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, OAEP, new SecureRandom());
      return cipher.doFinal(new byte[1]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing to an RSA key that the token told", e);
    }
  }

  @Override
  public void close() {
    login.close();
    module.close();
  }
}
