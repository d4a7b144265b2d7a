package dev.keelson.cli.recover;

import dev.keelson.cli.AdminLedger;
import dev.keelson.kek.KekId;
import dev.keelson.ledger.DeedKind;
import dev.keelson.ledger.Detail;
import dev.keelson.ledger.Details;
import dev.keelson.ledger.LedgerException;
import java.nio.file.Path;
import java.util.Optional;

/// What the ledger is told of one run: an entry before the first copy is opened, and one at the
/// end. A first one alone is a run that did not get through.
///
/// @param stateDir of the recipient's configuration
/// @param reason in the operator's words
record RecoverRecord(Path stateDir, String reason) {

  void begin(Survey survey, String recipient) throws LedgerException {
    tell(
        counted(recipient, survey.values(), survey.seeds().size())
            .with(Detail.FROM, String.join(" ", survey.keyIds())));
  }

  /// @param to under which the seeds were sealed anew
  void end(Opening opening, Tally tally, Optional<KekId> to) throws LedgerException {
    Details details =
        counted(opening.recipient().fingerprint(), tally.provenValues(), opening.opened());
    tell(to.isPresent() ? details.with(Detail.TO, to.get().toString()) : details);
  }

  private Details counted(String recipient, int values, int seeds) {
    return Details.NONE
        .with(Detail.FINGERPRINT, recipient)
        .with(Detail.VALUES, values)
        .with(Detail.SEEDS, seeds)
        .with(Detail.REASON, reason);
  }

  private void tell(Details details) throws LedgerException {
    AdminLedger.record(stateDir, DeedKind.OPEN_COPIES, "", details);
  }
}
