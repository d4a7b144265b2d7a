package dev.keelson.enrollment.keep;

/// What one etcd says to a new pair.
sealed interface Answer {
  /// It let the pair in and answered the read.
  record Accepted(EtcdEndpoint by) implements Answer {}

  /// It was there, and does not take the pair, or is not the etcd that was meant.
  ///
  /// @param rule which one the pair, or the etcd, breaks
  record Refused(EtcdEndpoint by, String rule, String remedy) implements Answer {}

  /// It cannot be asked.
  record Away(EtcdEndpoint by, String why) implements Answer {}

  EtcdEndpoint by();
}
