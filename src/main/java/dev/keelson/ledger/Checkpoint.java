package dev.keelson.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a ledger is, and its head, signed: the text form of https://c2sp.org/tlog-checkpoint.
///
/// A ledger is a chain and no Merkle tree. Where that form has the root of the tree, ours has the
/// hash of the last line: tools that keep or cosign checkpoints can use it, those that ask for
/// proofs of inclusion cannot.
public final class Checkpoint {
  /// The last letter of 32 bytes in Base64 has two bits that are zero: one hash has one text.
  private static final String HASH = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=";

  private static final Pattern TEXT =
      Pattern.compile("keelson-ledger/([!-*,-~]{1,128})\n([1-9]\\d{0,17})\n(" + HASH + ")\n");

  private final Origin origin;
  private final Head head;
  private final SignedNote note;

  private Checkpoint(Origin origin, Head head, SignedNote note) {
    this.origin = origin;
    this.head = head;
    this.note = note;
  }

  /// The text that is signed.
  static String text(Origin origin, Head head) {
    String root = Base64.getEncoder().encodeToString(head.hash().bytes());
    return origin + "\n" + head.size() + "\n" + root + "\n";
  }

  public static Checkpoint parse(String text) throws MalformedNoteException {
    SignedNote note = SignedNote.parse(text);
    Matcher form = TEXT.matcher(note.text());
    if (!form.matches()) {
      throw new MalformedNoteException("it is not a checkpoint of a Keelson ledger");
    }
    byte[] root = Base64.getDecoder().decode(form.group(3));
    var hash = new ChainHash(HexFormat.of().formatHex(root));
    return new Checkpoint(
        new Origin(form.group(1)), new Head(Long.parseLong(form.group(2)), hash), note);
  }

  /// Reads a `checkpoint` file, or a copy of one that was kept elsewhere.
  public static Checkpoint read(Path file) throws IOException, MalformedNoteException {
    if (Files.size(file) > 4L * SignedNote.MAX_CHARS) {
      throw new MalformedNoteException("it is too long for a checkpoint");
    }
    return parse(new String(Files.readAllBytes(file), UTF_8));
  }

  public Origin origin() {
    return origin;
  }

  public Head head() {
    return head;
  }

  SignedNote note() {
    return note;
  }
}
