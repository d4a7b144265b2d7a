package dev.keelson.config;

import java.util.regex.Pattern;

/// One thing wrong with a configuration file, in one line that an operator can act on.
///
/// @param line where, counted from 1; 0 when it is about the file as a whole
/// @param key the dotted path of the key; empty when it is about no key
/// @param what what is wrong; never a value from under `token` or `environment`
/// @param fix what to write instead
public record Fault(int line, String key, String what, String fix) {
  /// Keys and values come from a file that anyone may have written: they must not move the cursor
  /// of the terminal they are shown on, nor fill it.
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");

  private static final int LONGEST = 300;

  public Fault {
    key = printable(key);
    what = printable(what);
  }

  /// The fault as compilers write theirs: `keelson.yaml:12: token.pin-fil: unknown key; …`.
  public String in(String file) {
    String place = line == 0 ? file : file + ":" + line;
    return place + ": " + (key.isEmpty() ? "" : key + ": ") + what + "; " + fix;
  }

  private static String printable(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return UNPRINTABLE.matcher(cut).replaceAll("?");
  }
}
