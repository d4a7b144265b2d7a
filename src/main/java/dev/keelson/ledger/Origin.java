package dev.keelson.ledger;

import java.util.regex.Pattern;

/// Which ledger a checkpoint is of: the first line of https://c2sp.org/tlog-checkpoint.
///
/// @param name what tells this ledger from those of other hosts
public record Origin(String name) {
  private static final Pattern FORM = Pattern.compile("[!-*,-~]{1,128}");

  public Origin {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("a ledger's name has no blanks and no '+'");
    }
  }

  @Override
  public String toString() {
    return "keelson-ledger/" + name;
  }
}
