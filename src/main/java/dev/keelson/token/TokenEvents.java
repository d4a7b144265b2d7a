package dev.keelson.token;

import dev.keelson.health.Condition;

/// Who is told what becomes of the tokens of a keyring, on the tokens' own threads.
public interface TokenEvents {
  /// A login succeeded, the keys were found and the canary sang.
  void serves(TokenSelector token);

  /// It serves no more, or still not, and why; told once for each cause.
  void away(TokenSelector token, Condition why);
}
