package dev.keelson.cli.probe;

import java.nio.charset.Charset;

/// What stands before a check; plain letters where the terminal's charset has no better ones.
public record Marks(String passed, String failed, String skipped) {
  private static final Marks SIGNS = new Marks("✓", "✗", "–");
  private static final Marks WORDS = new Marks("ok  ", "FAIL", "skip");

  static Marks of(Charset charset) {
    return charset.newEncoder().canEncode("✓✗–") ? SIGNS : WORDS;
  }

  String of(Verdict verdict) {
    return switch (verdict) {
      case PASSED -> passed;
      case FAILED -> failed;
      case SKIPPED -> skipped;
    };
  }
}
