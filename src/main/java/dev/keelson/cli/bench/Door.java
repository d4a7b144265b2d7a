package dev.keelson.cli.bench;

import dev.keelson.secret.SecretBytes;

/// One caller's way to the key; one call at a time.
///
/// @param <S> what a seed is sealed in
interface Door<S> extends AutoCloseable {
  S seal(SecretBytes seed) throws CallFault;

  /// The caller closes what was opened.
  SecretBytes open(S sealed) throws CallFault;

  @Override
  void close();
}
