package dev.keelson.config;

/// A refusal whose sentence repeats nothing of the value, so that it may be told in sections where
/// the value may be a secret.
final class Unquoting extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  Unquoting(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
