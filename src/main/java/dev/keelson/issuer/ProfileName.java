package dev.keelson.issuer;

import java.util.regex.Pattern;

/// The name of a profile: 1 to 63 of `a-z`, `0-9` and `-`, not beginning with `-`.
///
/// The same letters as a DNS label in lower case (RFC 1123 §2.1), so that it may stand in a file's
/// name, a metric's label or a SAN and need no quoting.
public record ProfileName(String value) {
  public static final int MAX_LENGTH = 63;
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9][a-z0-9-]{0," + (MAX_LENGTH - 1) + "}");

  public ProfileName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a profile's name is 1 to 63 of a-z, 0-9 and '-', not beginning with '-': '"
              + value
              + "' is not");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
