package dev.keelson.enrollment.keep;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Why no new pair was installed. What was installed before is still there.
public abstract sealed class KeepException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String remedy;
  private final String label;

  private KeepException(Says says, @Nullable Throwable cause) {
    super(says.what(), cause);
    this.what = says.what();
    this.remedy = says.remedy();
    this.label = says.label();
  }

  /// What went wrong, in one line.
  public String what() {
    return what;
  }

  /// What the operator can do.
  public String remedy() {
    return remedy;
  }

  /// The `cause` of `keelson_cert_refusals_total`.
  public String label() {
    return label;
  }

  /// @param label one word for the metrics
  private record Says(String label, String what, String remedy) {
    private static final int MOST = 600;

    /// Words of the issuer's and of etcd's are in it: they shall not write lines of the log.
    private Says {
      what = what.replaceAll("[^ -~]", "?").replace('"', '\'');
      what = what.length() > MOST ? what.substring(0, MOST) + "..." : what;
    }
  }

  /// Nobody answers at the issuer's socket, or not now.
  public static final class IssuerAway extends KeepException {
    private static final long serialVersionUID = 1L;

    public IssuerAway(String what, String remedy) {
      super(new Says("issuer_away", what, remedy), null);
    }
  }

  /// The issuer's rules give this caller no such certificate.
  public static final class Denied extends KeepException {
    private static final long serialVersionUID = 1L;

    Denied(String what, String remedy) {
      super(new Says("denied", what, remedy), null);
    }
  }

  /// The issuer refused the request itself, or answered what cannot be used.
  public static final class IssuerFailed extends KeepException {
    private static final long serialVersionUID = 1L;

    IssuerFailed(String what, String remedy) {
      super(new Says("issuer_failed", what, remedy), null);
    }
  }

  /// The new pair breaks a rule of etcd's that can be seen without etcd.
  public static final class Unfit extends KeepException {
    private static final long serialVersionUID = 1L;

    Unfit(String what, String remedy) {
      super(new Says("unfit", what, remedy), null);
    }
  }

  /// An etcd that was asked does not take the new pair.
  public static final class EtcdRefused extends KeepException {
    private static final long serialVersionUID = 1L;

    EtcdRefused(String what, String remedy) {
      super(new Says("etcd_refused", what, remedy), null);
    }
  }

  /// No etcd could be asked, and the old pair still works.
  public static final class EtcdAway extends KeepException {
    private static final long serialVersionUID = 1L;

    EtcdAway(String what, String remedy) {
      super(new Says("etcd_away", what, remedy), null);
    }
  }

  /// A file cannot be written as it should be.
  public static final class Unwritable extends KeepException {
    private static final long serialVersionUID = 1L;

    Unwritable(Path path, Exception cause) {
      super(
          new Says(
              "file",
              path + " cannot be written: " + cause,
              "look at the space, owner and mode of its directory: ls -ld " + path.getParent()),
          cause);
    }

    Unwritable(String what, String remedy) {
      super(new Says("file", what, remedy), null);
    }
  }
}
