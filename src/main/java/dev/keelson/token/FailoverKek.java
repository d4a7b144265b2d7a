package dev.keelson.token;

import dev.keelson.envelope.Envelope;
import dev.keelson.envelope.Suite;
import dev.keelson.kek.Kek;
import dev.keelson.kek.KekException;
import dev.keelson.kek.KekId;
import dev.keelson.secret.SecretBytes;

/// A key on whichever token has it and serves now. It outlives every life of a token.
record FailoverKek(KekId id, Suite suite, Roster roster) implements Kek {
  private interface Call<T> {
    T on(Kek kek) throws KekException;
  }

  @Override
  public Envelope seal(SecretBytes seed) throws KekException {
    return first(kek -> kek.seal(seed));
  }

  @Override
  public SecretBytes open(Envelope envelope) throws KekException {
    return first(kek -> kek.open(envelope));
  }

  /// The answer of the first token that works. A token in trouble has the next one asked within the
  /// same call; one that only takes too long has used up the caller's time.
  private <T> T first(Call<T> call) throws KekException {
    KekException.TokenTrouble trouble = null;
    for (ServedToken token : roster.inTurn()) {
      var kek = token.kek(id);
      if (kek.isPresent()) {
        try {
          T answer = call.on(kek.get());
          roster.answered(token, id);
          return answer;
        } catch (KekException.TokenTrouble e) {
          token.suspect();
          trouble = e;
        } catch (KekException.TooLate e) {
          token.suspect();
          throw e;
        }
      }
    }
    throw trouble == null ? roster.away(id) : trouble;
  }
}
