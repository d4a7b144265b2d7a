package dev.keelson.token;

import dev.keelson.cryptoki.CkException;
import dev.keelson.cryptoki.Ckr;
import dev.keelson.kek.Generation;
import dev.keelson.kek.Generations;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.kek.KeyringName;
import dev.keelson.token.KekFinder.FoundKek;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The generations of a keyring on a token, read through the canary's lane, so that neither a storm
/// of calls holds them up nor they a call.
final class TokenGenerations implements Generations {
  /// Where the keys are, and who works on them.
  ///
  /// @param finder without a session
  record Place(KekFinder finder, Lanes lanes, Lanes canaryLanes) {
    TokenSlot token() {
      return finder.token();
    }
  }

  /// One key on both kinds of lanes.
  private record Twins(TokenKey key, TokenKek kek, TokenKek canary, Instant activation) {
    boolean isOf(FoundKek found) {
      return key.equals(found.key()) && activation.equals(found.label().activation());
    }
  }

  private final Place place;
  private final KeyringName keyring;
  private final SecureRandom random;
  private volatile Map<KekId, Twins> known = Map.of();

  TokenGenerations(Place place, KeyringName keyring, SecureRandom random) {
    this.place = place;
    this.keyring = keyring;
    this.random = random;
  }

  @Override
  public Collection<Generation> seen() throws KekException {
    try {
      return generations(found());
    } catch (TokenException e) {
      throw new KekException.TokenTrouble(String.valueOf(e.getMessage()), e);
    }
  }

  /// What the token shows, refused as a whole when a key of it is not fit.
  List<FoundKek> found() throws TokenException, KekException {
    try {
      var seen = place.canaryLanes().call(session -> place.finder().in(session).seen(keyring));
      return place.finder().judged(seen);
    } catch (CkException e) {
      refuseIfUnlike(e);
      throw new TokenException.DeviceFailed("reading the keys of the token " + place.token(), e);
    }
  }

  /// Keys that stay the same keep what was made for them.
  ///
  /// @throws KeyringException.IvUnlike for a token that is not as the configuration has it
  /// @throws KeyringException.IvRepeats for a key that is new and betrays what it seals
  List<Generation> generations(List<FoundKek> found) throws TokenException, KekException {
    Map<KekId, Twins> now = new HashMap<>();
    List<Generation> generations = new ArrayList<>();
    for (FoundKek kek : found) {
      Twins had = known.get(kek.id());
      Twins twins = had != null && had.isOf(kek) ? had : twins(kek);
      now.put(kek.id(), twins);
      generations.add(new Generation(twins.kek(), twins.activation()));
    }
    known = Map.copyOf(now);
    return generations;
  }

  private Twins twins(FoundKek kek) throws TokenException, KekException {
    TokenKek canary = canary(kek);
    if (kek.key().form() == KekForm.AES && canary.repeatsItself()) {
      throw new KeyringException.IvRepeats(kek.id(), place.token());
    }
    return new Twins(
        kek.key(),
        TokenKek.of(kek.id(), kek.key(), place.lanes(), random),
        canary,
        kek.label().activation());
  }

  private TokenKek canary(FoundKek kek) throws TokenException, KekException {
    try {
      return TokenKek.of(kek.id(), kek.key(), place.canaryLanes(), random);
    } catch (KekException.TokenTrouble e) {
      refuseIfUnlike(e.getCause());
      throw e;
    }
  }

  private void refuseIfUnlike(@Nullable Throwable cause) throws KeyringException {
    boolean refused = cause instanceof CkException ck && ck.is(Ckr.CKR_MECHANISM_PARAM_INVALID);
    if (cause != null && (refused || cause instanceof GcmCall.Unlike)) {
      throw new KeyringException.IvUnlike(place.token(), place.finder().iv(), cause);
    }
  }

  /// A key of the token that was there when it was last read.
  Optional<Kek> kek(KekId id) {
    return Optional.ofNullable(known.get(id)).map(Twins::kek);
  }

  /// The generations that were there when the token was last read.
  Collection<Generation> known() {
    return known.values().stream()
        .map(twins -> new Generation(twins.kek(), twins.activation()))
        .toList();
  }

  /// The active generation if this token has it, else the highest whose time has come; on a lane of
  /// its own.
  ///
  /// @param active which stays so when the clock goes back
  /// @throws KekException.TokenTrouble when the token shows none any more
  Kek canary(Optional<KekId> active, Instant now) throws KekException {
    return active
        .map(known::get)
        .or(() ->
            known.values().stream()
                .filter(twins -> !twins.activation().isAfter(now))
                .max(Comparator.comparingInt(twins -> twins.kek().id().generation())))
        .map(Twins::canary)
        .orElseThrow(() ->
            new KekException.TokenTrouble(
                "the token " + place.token() + " shows no active key any more", null));
  }

  /// Those keys that do not open what they sealed themselves.
  Map<KekId, KekException> mute() {
    Map<KekId, KekException> mute = new HashMap<>();
    known.forEach((id, twins) -> twins.canary().fault().ifPresent(fault -> mute.put(id, fault)));
    return mute;
  }
}
