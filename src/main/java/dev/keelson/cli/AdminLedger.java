package dev.keelson.cli;

import dev.keelson.config.KeelsonConfig;
import dev.keelson.host.Peer;
import dev.keelson.ledger.Call;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.FileLedger;
import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.LedgerSettings;
import dev.keelson.ledger.LedgerWriter.Mode;
import dev.keelson.token.TokenSlot;
import java.nio.file.Path;
import java.time.InstantSource;

/// The deeds of an administrator, in the ledger of the daemon whose configuration they use. Each is
/// on the disk when it is told, whatever mode the daemon has.
public final class AdminLedger {
  private AdminLedger() {}

  /// Records a deed on a token, before it is done: it may leave nothing that could be told of.
  public static void recordFirst(KeelsonConfig config, DeedKind kind, TokenSlot token, String what)
      throws LedgerException {
    var details = Details.NONE.with(Detail.TOKEN, token.toString()).with(Detail.REASON, what);
    record(config, kind, "", details);
  }

  /// Records a deed on a key, by whoever runs this process.
  ///
  /// @param name the key's, as it is shown; empty for a deed on a token
  public static void record(KeelsonConfig config, DeedKind kind, String name, Details details)
      throws LedgerException {
    record(config.stateDir(), kind, name, details);
  }

  /// The same, in the ledger of this `state-dir`.
  public static void record(Path stateDir, DeedKind kind, String name, Details details)
      throws LedgerException {
    try (var ledger = FileLedger.open(LedgerSettings.of(stateDir), InstantSource.system())) {
      var own = Peer.ofThisProcess();
      var by = new dev.keelson.ledger.Peer(Integer.toUnsignedLong(own.uid()), own.pid());
      ledger.writer(Mode.REQUIRE).record(Deed.of(kind, details).on(Call.ofKey(name).by(by)));
    }
  }
}
