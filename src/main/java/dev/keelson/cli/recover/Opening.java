package dev.keelson.cli.recover;

import dev.keelson.recovery.CopyText;
import dev.keelson.recovery.MalformedCopyException;
import dev.keelson.recovery.Recipient;
import dev.keelson.recovery.RecoveryCopy;
import dev.keelson.recovery.SealedSeed;
import dev.keelson.secret.SecretBytes;
import dev.keelson.token.RecipientKey;
import dev.keelson.token.TokenException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Every seed that a recipient's key opens, in memory and nowhere else, until close.
final class Opening implements AutoCloseable {
  private final Recipient recipient;
  private final Map<SealedSeed, Verdict> verdicts = new LinkedHashMap<>();
  private final Map<SealedSeed, SecretBytes> seeds = new LinkedHashMap<>();

  private Opening(Recipient recipient) {
    this.recipient = recipient;
  }

  static Opening of(Collection<SealedSeed> sealed, Recipient recipient, RecipientKey key)
      throws TokenException {
    var opening = new Opening(recipient);
    try {
      for (SealedSeed one : sealed) {
        opening.verdicts.put(one, opening.opened(one, key));
      }
      return opening;
    } catch (TokenException | RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  private Verdict opened(SealedSeed one, RecipientKey key) throws TokenException {
    Optional<byte[]> bytes = one.copyFor(recipient);
    if (bytes.isEmpty()) {
      return one.hasCopies() ? Verdict.FOR_OTHERS : Verdict.ABSENT;
    }
    Optional<SecretBytes> text;
    try {
      text = key.open(RecoveryCopy.parse(bytes.get()).ciphertext());
    } catch (MalformedCopyException _) {
      return Verdict.NOT_OPENING;
    }
    return text.isEmpty() ? Verdict.NOT_OPENING : kept(one, text.get());
  }

  private Verdict kept(SealedSeed one, SecretBytes text) {
    try (text) {
      Optional<SecretBytes> seed = CopyText.seed(one.keyId(), one.envelope(), text);
      seed.ifPresent(bytes -> seeds.put(one, bytes));
      return seed.isPresent() ? Verdict.OPENED : Verdict.OF_ANOTHER_ENVELOPE;
    }
  }

  Recipient recipient() {
    return recipient;
  }

  Map<SealedSeed, Verdict> verdicts() {
    return verdicts;
  }

  /// Lives as long as this does.
  Optional<SecretBytes> seed(SealedSeed sealed) {
    return Optional.ofNullable(seeds.get(sealed));
  }

  int opened() {
    return seeds.size();
  }

  @Override
  public void close() {
    seeds.values().forEach(SecretBytes::close);
  }
}
