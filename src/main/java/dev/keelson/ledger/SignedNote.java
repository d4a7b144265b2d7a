package dev.keelson.ledger;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with signatures under it, in the form of https://c2sp.org/signed-note: the text, an empty
/// line, and for each signature an em dash, the key's name, and base64 of four bytes of key ID and
/// the signature.
///
/// @param text ends with a newline
record SignedNote(String text, List<Line> signatures) {
  /// Of a file that is read, and of the text in a `checkpoint` entry.
  static final int MAX_CHARS = Details.MAX_CHARS;

  static final int KEY_ID_BYTES = 4;
  private static final int MAX_SIGNATURES = 16;
  private static final Pattern SIGNATURE =
      Pattern.compile("— ([^\\s+]{1,200}) ([A-Za-z0-9+/]{1,400}={0,2})");

  /// @param signed base64 of key ID and signature
  record Line(String name, String signed) {
    Line(String name, byte[] signed) {
      this(name, Base64.getEncoder().encodeToString(signed));
    }

    byte[] bytes() throws MalformedNoteException {
      try {
        byte[] bytes = Base64.getDecoder().decode(signed);
        if (bytes.length > KEY_ID_BYTES) {
          return bytes;
        }
      } catch (IllegalArgumentException _) {
        // told below
      }
      throw new MalformedNoteException("a signature is not base64 of a key ID and more");
    }
  }

  SignedNote {
    signatures = List.copyOf(signatures);
  }

  static SignedNote parse(String note) throws MalformedNoteException {
    int blank = note.lastIndexOf("\n\n");
    if (note.length() > MAX_CHARS || blank < 0 || !note.endsWith("\n")) {
      throw new MalformedNoteException("it is not a text with signatures under it");
    }
    List<Line> signatures = new ArrayList<>();
    for (String line : note.substring(blank + 2).lines().toList()) {
      Matcher form = SIGNATURE.matcher(line);
      if (!form.matches() || signatures.size() == MAX_SIGNATURES) {
        throw new MalformedNoteException("a line under the text is no signature");
      }
      signatures.add(new Line(form.group(1), form.group(2)));
    }
    return new SignedNote(note.substring(0, blank + 1), signatures);
  }

  String encode() {
    var note = new StringBuilder(text).append('\n');
    signatures.forEach(line ->
        note.append("— ").append(line.name()).append(' ').append(line.signed()).append('\n'));
    return note.toString();
  }
}
