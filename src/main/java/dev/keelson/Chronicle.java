package dev.keelson;

import dev.keelson.config.KeelsonConfig;
import dev.keelson.health.Condition;
import dev.keelson.host.CurrentCaller;
import dev.keelson.host.HostName;
import dev.keelson.kms.Records;
import dev.keelson.ledger.CheckpointSigner;
import dev.keelson.ledger.Checkpointer;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.FileLedger;
import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.LedgerHealth;
import dev.keelson.ledger.LedgerPolicy;
import dev.keelson.ledger.LedgerSettings;
import dev.keelson.ledger.LedgerWriter;
import dev.keelson.ledger.Origin;
import dev.keelson.ledger.Peer;
import dev.keelson.ledger.Result;
import dev.keelson.token.TokenEvents;
import dev.keelson.token.TokenSelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a daemon tells its ledger: its own life, that of its tokens, and the calls.
final class Chronicle implements TokenEvents, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  private final FileLedger ledger;
  private volatile LedgerWriter seals;
  private final LedgerWriter others;
  private final Origin origin;
  private final LedgerPolicy policy;
  private final Set<TokenSelector> lost = ConcurrentHashMap.newKeySet();
  private volatile Optional<Checkpointer> checkpointer = Optional.empty();

  Chronicle(KeelsonConfig config) {
    this.ledger = FileLedger.open(LedgerSettings.of(config.stateDir()), InstantSource.system());
    this.seals = ledger.writer(config.ledger().mode());
    this.origin = new Origin(HostName.own() + "/" + config.keyring());
    this.policy = config.ledger();
    this.others = ledger.writer(LedgerWriter.Mode.BEST_EFFORT);
    tell(Deed.of(DeedKind.START, Details.NONE));
  }

  Records records() {
    return new Records(deed -> seals.record(deed), others, Chronicle::caller);
  }

  /// Takes the mode of another configuration.
  void take(KeelsonConfig config) {
    seals = ledger.writer(config.ledger().mode());
  }

  /// To be told before these keys of the configuration count.
  ///
  /// @throws LedgerException when the mode until now wants it on the disk, and it is not
  void reconfigures(List<String> keys) throws LedgerException {
    seals.record(
        Deed.of(DeedKind.CONFIGURE, Details.NONE.with(Detail.KEYS, String.join(",", keys))));
  }

  /// For deeds that wait until they are told, whatever the configuration says of others.
  LedgerWriter required() {
    return ledger.writer(LedgerWriter.Mode.REQUIRE);
  }

  /// Has the ledger's head signed from now on, as the configuration wants it.
  void signWith(CheckpointSigner signer) {
    checkpointer =
        policy.checkpoints().map(times -> new Checkpointer(ledger, origin, times, signer));
    checkpointer.ifPresent(Checkpointer::start);
  }

  LedgerHealth health() {
    return ledger.health().signing(checkpointer.flatMap(Checkpointer::failure));
  }

  /// What keeps entries from the disk now, or a signature from the head.
  Optional<Condition> trouble() {
    LedgerHealth now = health();
    return now.lastFailure()
        .filter(_ -> now.failing())
        .map(failure -> condition("the ledger: ", failure))
        .or(() -> now.unsigned().map(failure -> condition("the ledger's checkpoints: ", failure)));
  }

  private static Condition condition(String of, LedgerHealth.Failure failure) {
    return new Condition(of + failure.what(), failure.remedy());
  }

  private static Peer caller() {
    return CurrentCaller.peer()
        .map(peer -> new Peer(Integer.toUnsignedLong(peer.uid()), peer.pid()))
        .orElse(Peer.NONE);
  }

  @Override
  public void serves(TokenSelector token) {
    tell(Deed.of(DeedKind.LOGIN, about(token)));
    if (lost.remove(token)) {
      tell(Deed.of(DeedKind.RECOVER, about(token)));
    }
  }

  @Override
  public void away(TokenSelector token, Condition why) {
    lost.add(token);
    tell(
        Deed.of(DeedKind.REFUSE, about(token).with(Detail.REASON, why.what()))
            .ended(Result.UNAVAILABLE, Duration.ZERO));
  }

  private static Details about(TokenSelector token) {
    return Details.NONE.with(Detail.TOKEN, token.toString());
  }

  private void tell(Deed deed) {
    tell(others, deed);
  }

  private static void tell(LedgerWriter writer, Deed deed) {
    try {
      writer.record(deed);
    } catch (LedgerException e) {
      LOG.warn("ledger result=failed cause=\"{}\"", e.getMessage());
    }
  }

  /// To be called while the token still signs.
  @Override
  public void close() {
    tell(ledger.writer(LedgerWriter.Mode.REQUIRE), Deed.of(DeedKind.STOP, Details.NONE));
    checkpointer.ifPresent(Checkpointer::close);
    ledger.close();
  }
}
