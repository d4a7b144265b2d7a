package dev.keelson.secret;

/// Where a PIN comes from: a file, systemd or a person; never an argument or the environment.
public sealed interface PinSource permits PinCredential, PinFile, PinPrompt {
  /// Reads the PIN anew at each call, so that a changed file counts at the next login.
  ///
  /// @throws PinUnreadableException when there is none, or when others could read it too
  Pin read() throws PinUnreadableException;
}
