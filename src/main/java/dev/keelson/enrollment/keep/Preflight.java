package dev.keelson.enrollment.keep;

/// Tries a new pair before it replaces the old one.
@FunctionalInterface
public interface Preflight {
  /// Takes every pair: nobody named an etcd.
  Preflight NONE = (_, _) -> {};

  /// What is at stake.
  enum Old {
    /// The old pair is in time: whoever keeps it loses nothing yet.
    WORKS,
    /// There is none, or it has expired: nothing can get worse.
    USELESS
  }

  /// Returns when the pair may be installed.
  ///
  /// @throws KeepException when it may not
  void require(Pair pair, Old old) throws KeepException;
}
