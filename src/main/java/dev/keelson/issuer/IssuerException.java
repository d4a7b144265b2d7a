package dev.keelson.issuer;

import dev.keelson.ledger.LedgerException;
import dev.keelson.ledger.Result;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a certificate was not issued, or not taken back: whose fault it is, and what to do.
public abstract sealed class IssuerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  private IssuerException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  /// What to do about it.
  public String remedy() {
    return remedy;
  }

  /// As the ledger has it.
  public Result result() {
    return switch (this) {
      case BadRequest _, KeyReused _, UnknownSerial _ -> Result.BAD_REQUEST;
      case UnknownProfile _ -> Result.DENIED;
      case NoAuthority _, SignerAway _, Unrecorded _, Unpublished _ -> Result.UNAVAILABLE;
      case Unfit _ -> Result.REFUSED;
    };
  }

  /// The request cannot be granted to anybody.
  public static final class BadRequest extends IssuerException {
    private static final long serialVersionUID = 1L;

    BadRequest(String what, @Nullable Throwable cause) {
      super(what, "send a PKCS#10 request for a fresh key, as keelson cert keep does", cause);
    }
  }

  /// A key that was certified before, by whomever: whoever has it would outlive his certificate.
  public static final class KeyReused extends IssuerException {
    private static final long serialVersionUID = 1L;

    KeyReused() {
      super(
          "the key was certified before",
          "make a fresh key for each certificate, as keelson cert keep does",
          null);
    }
  }

  /// There is no profile of that name.
  public static final class UnknownProfile extends IssuerException {
    private static final long serialVersionUID = 1L;

    UnknownProfile() {
      super("there is no such profile", "compare its name with issuer.profiles", null);
    }
  }

  /// The daemon has no authority to sign with.
  public static final class NoAuthority extends IssuerException {
    private static final long serialVersionUID = 1L;

    NoAuthority(Path dir, String why) {
      super(
          "there is no issuing certificate in " + dir + ": " + why,
          "make one: keelson ca init --config FILE; or look: keelson ca show --config FILE",
          null);
    }
  }

  /// The authority's key does not sign now.
  public static final class SignerAway extends IssuerException {
    private static final long serialVersionUID = 1L;

    SignerAway(SignerException cause) {
      super(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
  }

  /// Nothing is signed that cannot be recorded.
  public static final class Unrecorded extends IssuerException {
    private static final long serialVersionUID = 1L;

    Unrecorded(LedgerException cause) {
      super(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }

    Unrecorded(BookException cause) {
      super(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
  }

  /// What was to be signed breaks a rule: a fault of Keelson, or of its authority.
  public static final class Unfit extends IssuerException {
    private static final long serialVersionUID = 1L;

    Unfit(List<String> faults) {
      super(
          "the certificate would break a rule: " + String.join("; ", faults),
          "see what the issuing certificate allows: keelson ca show --config FILE",
          null);
    }
  }

  /// Taken back in the book, but not on the list that etcd reads.
  public static final class Unpublished extends IssuerException {
    private static final long serialVersionUID = 1L;

    Unpublished(Path file, Exception cause) {
      super(
          "the list of the revoked is not written to "
              + file
              + ": "
              + cause.getMessage()
              + "; each revocation is recorded",
          "it is tried again every few seconds; mend the cause, and watch"
              + " keelson_issuer_crl_number",
          cause);
    }
  }

  /// Nothing that was issued here has that serial or subject.
  public static final class UnknownSerial extends IssuerException {
    private static final long serialVersionUID = 1L;

    UnknownSerial(String which) {
      super(
          "nothing that was issued here and has not expired is " + which,
          "compare with: keelson cert list; for another node's certificate, add --unknown",
          null);
    }
  }
}
