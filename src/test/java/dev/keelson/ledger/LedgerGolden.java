package dev.keelson.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;

/// How `src/test/resources/ledgers/v1` was made, once: what it wrote stays readable for ever.
/// `LedgerGolden DIR`.
final class LedgerGolden {
  private LedgerGolden() {}

  public static void main(String... arguments) throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path dir = Path.of(arguments[0]);
    var settings = LedgerSettings.in(dir).withMaxFileBytes(1500);
    try (var ledger = FileLedger.open(settings, LedgerFixture.CLOCK);
        var checkpointer =
            new Checkpointer(
                ledger,
                new Origin("prod"),
                CheckpointSettings.DEFAULT,
                LedgerCheckpointTest.signer("Ed25519", pair))) {
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
    Files.writeString(dir.resolve("ledger.pem"), new NoteKey(pair.getPublic()).pem());
    Files.delete(dir.resolve("lock"));
  }
}
