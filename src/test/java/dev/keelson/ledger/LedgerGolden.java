package dev.keelson.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;

/// How `src/test/resources/ledgers/v1` was made, once: what it wrote stays readable for ever.
/// `LedgerGolden DIR`.
final class LedgerGolden {
  private LedgerGolden() {}

  public static void main(String... arguments) throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path dir = Path.of(arguments[0]);
    CheckpointSigner signer =
        note -> {
          try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(note);
            return signature.sign();
          } catch (InvalidKeyException | NoSuchAlgorithmException e) {
            throw new SignatureException(e);
          }
        };
    var settings = LedgerSettings.in(dir).withMaxFileBytes(1500);
    try (var ledger = FileLedger.open(settings, LedgerFixture.CLOCK);
        var checkpointer =
            new Checkpointer(
                ledger, CheckpointSettings.named("prod"), new NoteKey(pair.getPublic()), signer)) {
      LedgerWriter writer = ledger.writer(LedgerWriter.Mode.REQUIRE);
      writer.record(Deed.of(DeedKind.START, Details.NONE.with(Detail.VERSION, "0.1.0")));
      writer.record(LedgerFixture.encrypt(1));
      writer.record(LedgerFixture.rotate());
      writer.record(
          LedgerFixture.decrypt(2, new Peer(0, 1), "x").ended(Result.UNKNOWN_KEY, Duration.ZERO));
      checkpointer.checkpoint();
      writer.record(LedgerFixture.encrypt(3));
      writer.record(LedgerFixture.encrypt(4));
      writer.record(Deed.of(DeedKind.STOP, Details.NONE));
    }
    Files.writeString(dir.resolve("ledger.pem"), LedgerCheckpointTest.pem(pair.getPublic()));
    Files.delete(dir.resolve("lock"));
  }
}
