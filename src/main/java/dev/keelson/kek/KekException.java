package dev.keelson.kek;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a seed was not sealed or opened. What the caller may know is in the message; nothing secret.
public abstract sealed class KekException extends Exception {
  private static final long serialVersionUID = 1L;

  private KekException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The caller's fault: a seed that no envelope can hold.
  public static final class BadSeed extends KekException {
    private static final long serialVersionUID = 1L;

    public BadSeed(int length, int max) {
      super("a plaintext has 1 to " + max + " bytes, this one has " + length, null);
    }
  }

  /// The caller's fault, or a key that was destroyed: no generation has this name.
  public static final class UnknownKek extends KekException {
    private static final long serialVersionUID = 1L;

    public UnknownKek() {
      super("no key of this keyring has this key_id", null);
    }
  }

  /// The ciphertext is not what the key made. Why is in the cause, for our log alone: told to the
  /// caller, it would help a forger.
  public static final class Tampered extends KekException {
    private static final long serialVersionUID = 1L;

    public Tampered(@Nullable Throwable cause) {
      super("the ciphertext does not belong to this key_id, or was changed", cause);
    }
  }

  /// The token's fault: it may pass, so the caller should come again.
  public static final class TokenTrouble extends KekException {
    private static final long serialVersionUID = 1L;

    public TokenTrouble(String what, @Nullable Throwable cause) {
      super(what, cause);
    }
  }

  /// More calls wait than the daemon allows.
  public static final class Overloaded extends KekException {
    private static final long serialVersionUID = 1L;

    public Overloaded(int queue) {
      super("all " + queue + " places in the queue for the token are taken", null);
    }
  }

  /// The token did not answer within the daemon's patience.
  public static final class TooLate extends KekException {
    private static final long serialVersionUID = 1L;

    public TooLate(Duration patience) {
      super("the token did not answer within " + patience.toMillis() + " ms", null);
    }
  }

  /// The caller went away (its thread was interrupted) before the token answered.
  public static final class CallerGone extends KekException {
    private static final long serialVersionUID = 1L;

    public CallerGone(InterruptedException cause) {
      super("the caller went away", cause);
    }
  }
}
