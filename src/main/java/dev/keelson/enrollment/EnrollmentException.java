package dev.keelson.enrollment;

import dev.keelson.issuer.ProfileName;
import java.time.Duration;

/// Why a caller is not even heard. What it may know is in the message: itself and what it asked
/// for, not what the rules say of others.
public abstract sealed class EnrollmentException extends Exception {
  private static final long serialVersionUID = 1L;

  private EnrollmentException(String message) {
    super(message);
  }

  /// No rule lets the caller have the profile, which may not even exist.
  public static final class NotPermitted extends EnrollmentException {
    private static final long serialVersionUID = 1L;

    private final String nearMiss;

    NotPermitted(Caller caller, ProfileName profile, String nearMiss) {
      super(caller.inWords() + " may not have a certificate of the profile " + profile);
      this.nearMiss = nearMiss;
    }

    /// Which rule nearly matched, for our log alone.
    public String nearMiss() {
      return nearMiss;
    }
  }

  /// Revocations and lists are for administrators.
  public static final class NotAdministrator extends EnrollmentException {
    private static final long serialVersionUID = 1L;

    NotAdministrator(Caller caller) {
      super(caller.inWords() + " may not revoke or list certificates");
    }
  }

  /// The process that connected has ended, or its number is another one's.
  public static final class ProcessGone extends EnrollmentException {
    private static final long serialVersionUID = 1L;

    public ProcessGone() {
      super("the process that connected is gone: connect again");
    }
  }

  /// The caller's user has asked too often.
  public static final class TooManyRequests extends EnrollmentException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyRequests(long uid, Duration retryAfter) {
      super(
          "uid "
              + uid
              + " has asked too often: come again in "
              + retryAfter.plusNanos(999_999_999).toSeconds()
              + " s");
      this.retryAfter = retryAfter;
    }

    /// From now on, until one more request is good.
    public Duration retryAfter() {
      return retryAfter;
    }
  }
}
