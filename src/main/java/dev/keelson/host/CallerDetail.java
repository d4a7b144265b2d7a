package dev.keelson.host;

/// What a socket learns of its callers.
public enum CallerDetail {
  /// Their credentials, once for each connection: cheap enough for every Encrypt.
  USER,
  /// Their processes too, looked at again at each call: for what a process must not get in another
  /// one's name.
  PROCESS
}
