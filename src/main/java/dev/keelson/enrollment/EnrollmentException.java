package dev.keelson.enrollment;

/// Placeholder.
public abstract sealed class EnrollmentException extends Exception {
  private static final long serialVersionUID = 1L;
  EnrollmentException(String what) { super(what); }
  /// Placeholder.
  public static final class NotPermitted extends EnrollmentException {
    private static final long serialVersionUID = 1L;
    NotPermitted(String what) { super(what); }
  }
}
