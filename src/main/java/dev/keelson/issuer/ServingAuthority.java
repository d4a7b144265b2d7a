package dev.keelson.issuer;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The authority that signs: the newest of the directory whose key was seen to sign here. One whose
/// key is not on this node's token yet does not take the place of one that works.
final class ServingAuthority {
  private static final Logger LOG = LoggerFactory.getLogger(ServingAuthority.class);

  private final AuthorityFiles files;
  private final CrlPublisher crl;
  private volatile @Nullable Authority current;
  private String stamp = "";

  ServingAuthority(AuthorityFiles files, CrlPublisher crl) {
    this.files = files;
    this.crl = crl;
  }

  /// @throws IssuerException.NoAuthority when none was seen to sign yet
  Authority current() throws IssuerException.NoAuthority {
    Authority now = current;
    if (now != null) {
      return now;
    }
    var newest = files.read().newest();
    throw new IssuerException.NoAuthority(
        files.dir(),
        "the key of '" + newest.issuing().getSubjectX500Principal() + "' was not seen to sign yet");
  }

  Optional<Instant> notAfter() {
    return Optional.ofNullable(current).map(Authority::notAfter);
  }

  /// Looks for a newer authority, and writes the list of the revoked anew when it is time.
  synchronized void refresh() throws IssuerException {
    try {
      String seen = files.stamp();
      if (current == null || !seen.equals(stamp)) {
        takeUp(files.read().newest());
        stamp = seen;
      }
    } finally {
      Authority serves = current;
      if (serves != null && crl.isDue(serves)) {
        publish(serves);
      }
    }
  }

  private void takeUp(Authority newest) throws IssuerException {
    Authority was = current;
    if (was != null && was.issuing().equals(newest.issuing())) {
      return;
    }
    publish(newest);
    current = newest;
    LOG.info(
        "serve-authority subject=\"{}\" not_after={}",
        newest.issuing().getSubjectX500Principal(),
        newest.notAfter());
  }

  Crl publish() throws IssuerException {
    return publish(current());
  }

  private Crl publish(Authority by) throws IssuerException {
    try {
      return crl.publish(by);
    } catch (SignerException e) {
      throw new IssuerException.Unpublished(crl.file(), e);
    } catch (IOException e) {
      throw new IssuerException.Unpublished(crl.file(), e);
    }
  }
}
