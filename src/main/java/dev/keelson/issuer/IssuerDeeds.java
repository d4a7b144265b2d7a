package dev.keelson.issuer;

import dev.keelson.ledger.Call;
import dev.keelson.ledger.Deed;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.LedgerWriter;
import dev.keelson.ledger.Peer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the ledger is told of one request.
record IssuerDeeds(LedgerWriter ledger, Peer by) {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerDeeds.class);

  void prepared(Profile profile, Prepared prepared) throws LedgerException {
    ledger.record(
        Deed.of(
                DeedKind.PREPARE,
                about(profile, prepared).with(Detail.TBS_SHA256, prepared.tbsSha256()))
            .on(call()));
  }

  void issued(Profile profile, Prepared prepared) throws LedgerException {
    ledger.record(Deed.of(DeedKind.ISSUE, about(profile, prepared)).on(call()));
  }

  private static Details about(Profile profile, Prepared prepared) {
    return Details.NONE
        .with(Detail.PROFILE, profile.name().toString())
        .with(Detail.SERIAL, prepared.serial().toString())
        .with(Detail.SUBJECT, profile.subject().toString())
        .with(Detail.NOT_AFTER, prepared.notAfter().toString());
  }

  /// What is refused is refused, whether that can be told or not.
  void refused(ProfileName profile, IssuerException why) {
    var details =
        Details.NONE
            .with(Detail.PROFILE, profile.toString())
            .with(Detail.REASON, String.valueOf(why.getMessage()));
    try {
      ledger.record(
          Deed.of(DeedKind.REFUSE, details).on(call()).ended(why.result(), Duration.ZERO));
    } catch (LedgerException e) {
      LOG.warn("ledger result=failed cause=\"{}\"", e.getMessage());
    }
  }

  private Call call() {
    return Call.NONE.by(by);
  }
}
