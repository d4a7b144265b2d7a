package dev.keelson.kek;

import java.util.regex.Pattern;

/// The name of a cluster's family of keys: 1 to 12 of `a-z`, `0-9` and `-`, beginning with a
/// letter.
///
/// Twelve, because the label of a generation carries it and a YubiHSM's labels end at 40 bytes.
public record KeyringName(String value) {
  public static final int MAX_LENGTH = 12;
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0," + (MAX_LENGTH - 1) + "}");

  public KeyringName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a keyring's name is 1 to 12 of a-z, 0-9 and '-', beginning with a letter: '"
              + value
              + "' is not");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
