package dev.keelson.cli.ca;

import dev.keelson.issuer.AuthorityFiles;
import dev.keelson.issuer.BookException;
import dev.keelson.issuer.Issuer;
import dev.keelson.ledger.FileLedger;
import dev.keelson.ledger.LedgerSettings;
import dev.keelson.ledger.LedgerWriter.Mode;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A list of the revoked for an etcd that starts before the daemon: without the file it would
/// refuse every client. While a daemon runs, it is that one's.
record FirstCrl(CaToken token) {
  private static final Logger LOG = LoggerFactory.getLogger(FirstCrl.class);

  void publish() throws Exception {
    var config = token.config();
    if (config.issuer().isEmpty()) {
      return;
    }
    try (var admin = token.login();
        var ledger = FileLedger.open(LedgerSettings.of(config.stateDir()), InstantSource.system());
        var issuer =
            Issuer.open(
                AuthorityFiles.of(config.stateDir()),
                config.issuer().get().settings(),
                new Issuer.Surroundings(
                    CaToken.signer(admin),
                    ledger.writer(Mode.REQUIRE),
                    InstantSource.system(),
                    new SecureRandom()))) {
      issuer.refresh();
    } catch (BookException e) {
      LOG.warn(
          "publish-crl result=left cause=\"{}\" do=\"a daemon that has the book sees the new authority"
              + " by itself; otherwise: {}\"",
          e.getMessage(),
          e.remedy());
    }
  }
}
