package dev.keelson.kek;

import dev.keelson.secret.SecretBytes;
import java.util.List;

/// Makes the recovery copies that go with a sealed seed; opening never asks for them.
public interface Copies {
  /// A keyring without recovery.
  Copies NONE = (_, _, _) -> List.of();

  /// All copies, or none and a refusal: a seed without them would be lost with the token.
  ///
  /// @param by the key that sealed
  /// @param envelope as it is stored
  List<Annotation> of(KekId by, byte[] envelope, SecretBytes seed) throws KekException;
}
